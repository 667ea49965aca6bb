"""A statement that is held already is recognised; one that differs is put to the rule."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from certifications.choices import ClaimField
from certifications.importers.statements import Statement, list_claim_records
from certifications.models import Certification, Claim
from tests.factories.certifications import make_certification, make_claim
from tests.factories.tracks import make_source
from tracks.models import Source
from tracks.operations.content import apply_records, plan_records
from tracks.shared.imports import Effect, Position

pytestmark = pytest.mark.django_db
ORIGIN = "catalogue"


@pytest.fixture
def source() -> Source:
    return make_source(key="rm")


@pytest.fixture
def rhcsa() -> Certification:
    return make_certification(key="rhcsa", exam_codes=["EX200"])


def state(amount: int | str = 500, **values: Any) -> Statement:
    figures = {"amount_low": Decimal(amount), "amount_high": Decimal(amount), "currency": "USD"}
    said: dict[str, Any] = {
        "certification": "rhcsa",
        "field": ClaimField.FEE,
        "source": "rm",
        "position": Position("file.json", 7),
        "as_of": "2026-08-09",
        "figures": figures,
        "unit": "ONE_OFF",
    }
    return Statement(**{**said, **values})


def hold(certification: Certification, source: Source, amount: int = 500, **values: Any) -> Claim:
    """Make a claim as the content files make one."""
    said = {"content_origin": "content", "note": "In our words.", "is_preferred": True}
    return make_claim(
        certification=certification,
        source=source,
        amount_low=Decimal(amount),
        amount_high=Decimal(amount),
        **{**said, **values},
    )


def plan(*statements: Statement) -> dict[str, Effect]:
    records = list_claim_records(statements=statements, origin=ORIGIN).records
    return {one.key: one.effect for one in plan_records(records=records, origin=ORIGIN).changes}


def apply(*statements: Statement) -> None:
    records = list_claim_records(statements=statements, origin=ORIGIN).records
    apply_records(records=records, origin=ORIGIN)


@pytest.mark.usefixtures("source", "rhcsa")
class TestListClaimRecords:
    def test_makes_new_claims_that_budgets_do_not_use(self) -> None:
        apply(state(exam="EX200", url="https://example.org/"))
        claim = Claim.objects.get()
        assert (claim.key, claim.exam_id is not None) == ("rhcsa-fee-ex200-rm-2026-08-09", True)
        assert (claim.is_preferred, claim.content_origin) == (False, ORIGIN)
        assert plan(state(exam="EX200", url="https://example.org/")) == {
            claim.key: Effect.UNCHANGED
        }

    @pytest.mark.parametrize("exam", [None, "EX200"])
    def test_recognises_what_the_content_files_hold(
        self, rhcsa: Certification, source: Source, exam: str | None
    ) -> None:
        row = hold(rhcsa, source, exam=rhcsa.exams.get())
        found = list_claim_records(statements=[state(exam=exam)], origin=ORIGIN)
        assert [one.key for one in found.records] == [row.key]
        assert found.counts["held in the content files"] == 1
        assert plan(state(exam=exam)) == {row.key: Effect.UNCHANGED}
        apply(state(exam=exam))
        assert Claim.history.filter(id=row.pk).count() == 1

    def test_leaves_words_that_a_curator_changed_alone(
        self, rhcsa: Certification, source: Source
    ) -> None:
        row = hold(rhcsa, source, content_fingerprint="what the file said")
        apply(state())
        row.refresh_from_db()
        assert (row.content_fingerprint, row.content_origin) == ("what the file said", "content")

    def test_reports_a_figure_that_differs_as_a_conflict(
        self, rhcsa: Certification, source: Source
    ) -> None:
        row = hold(rhcsa, source, 450, exam=rhcsa.exams.get())
        assert plan(state(500)) == {row.key: Effect.CONFLICT}
        records = list_claim_records(statements=[state(500)], origin=ORIGIN).records
        (change,) = plan_records(records=records, origin=ORIGIN).changes
        assert {one.name for one in change.fields} == {"amount_low", "amount_high"}

    def test_takes_what_is_not_stated_for_no_difference(
        self, rhcsa: Certification, source: Source
    ) -> None:
        row = hold(rhcsa, source, is_retake_included=True, exam_count=1)
        assert plan(state()) == {row.key: Effect.UNCHANGED}

    def test_puts_another_date_beside_what_is_there(
        self, rhcsa: Certification, source: Source
    ) -> None:
        hold(rhcsa, source, 400)
        assert plan(state(500, as_of="2026-12-01")) == {"rhcsa-fee-rm-2026-12-01": Effect.NEW}

    def test_finds_a_validity_whose_date_of_earning_it_does_not_state(
        self, rhcsa: Certification, source: Source
    ) -> None:
        row = make_claim(
            certification=rhcsa,
            source=source,
            field=ClaimField.VALIDITY,
            months=24,
            earned_from_date=date(2024, 4, 1),
            content_origin="content",
        )
        said = state(field=ClaimField.VALIDITY, figures={"months": 24}, unit="")
        assert plan(said) == {row.key: Effect.UNCHANGED}

    def test_leaves_to_curators_what_they_entered(
        self, rhcsa: Certification, source: Source
    ) -> None:
        hold(rhcsa, source, 450, content_origin="")
        found = list_claim_records(statements=[state(500)], origin=ORIGIN)
        assert found.records == ()
        assert found.counts["held by a curator"] == 1

    def test_keeps_what_curators_decided_about_its_own_claims(self) -> None:
        apply(state(500))
        Claim.objects.update(is_preferred=True, state="VERIFIED")
        assert set(plan(state(500)).values()) == {Effect.UNCHANGED}
        apply(state(500))
        assert Claim.objects.get().is_preferred
        assert set(plan(state(520)).values()) == {Effect.CHANGED}

    def test_tells_two_statements_about_the_same_apart(self) -> None:
        apply(state(500), state(510), state(90, scope="member"))
        assert list(Claim.objects.order_by("key").values_list("key", flat=True)) == [
            "rhcsa-fee-member-rm-2026-08-09",
            "rhcsa-fee-rm-2026-08-09",
            "rhcsa-fee-rm-2026-08-09-2",
        ]
        assert set(plan(state(500), state(510), state(90, scope="member")).values()) == {
            Effect.UNCHANGED
        }

    def test_asks_no_more_for_more_statements(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            list_claim_records(statements=[state(n) for n in range(20)], origin=ORIGIN)
