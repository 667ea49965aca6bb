"""Content files that changed since they were loaded, and rows that were edited meanwhile."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from certifications.models import Certification, Claim
from tests.factories.certifications import make_claim
from tests.factories.content import edit, make_content
from tests.factories.content_loads import ONCE, load, load_badly, read_effects
from tracks.models import (
    Insight,
    Role,
    SalaryBand,
    Source,
    Track,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path)


class TestThreeWays:
    def test_updates_a_row_whose_file_changed(self, content: Path) -> None:
        load(content)
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        assert read_effects(content) == {"salary band ops-junior": "changed"}
        assert SalaryBand.objects.get().high == 120_000
        assert SalaryBand.history.count() == 2
        assert read_effects(content) == {}

    def test_keeps_a_row_that_was_edited_here(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        for _ in range(2):
            assert read_effects(content) == {"salary band ops-junior": "kept as edited here"}
        assert SalaryBand.objects.get().high == 130_000

    def test_leaves_a_conflicting_row_alone_writes_the_rest_and_exits_1(
        self, content: Path
    ) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "low: 80000", "low: 90000")
        edit(content, "roles.yaml", "title: Junior Engineer", "title: Junior")
        status, _, words = load_badly(content)
        assert (status, words[:6]) == (1, "1 rows")
        band = SalaryBand.objects.get()
        assert (band.low, band.high) == (80_000, 130_000)
        assert Role.objects.get().title == "Junior"
        assert load_badly(content)[0] == 1

    def test_shows_the_fields_of_a_conflict(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 90000")
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("load_content", content, stdout=out)
        assert "conflicting: salary band ops-junior" in out.getvalue()
        assert "high: Decimal('130000.00') → Decimal('90000')" in out.getvalue()

    def test_lets_the_file_win_a_conflict_when_told(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "low: 80000", "low: 90000")
        assert read_effects(content, theirs=True) == {"salary band ops-junior": "changed"}
        band = SalaryBand.objects.get()
        assert (band.low, band.high) == (90_000, 110_000)
        assert read_effects(content) == {}

    def test_keeps_the_edit_in_a_conflict_for_good_when_told(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "low: 80000", "low: 90000")
        for options in ({"ours": True}, {}):
            effects = read_effects(content, **options)
            assert effects == {"salary band ops-junior": "kept as edited here"}
        assert SalaryBand.objects.get().low == 80_000

    def test_forgets_the_difference_when_both_came_to_the_same(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=120_000)
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        assert read_effects(content) == {}
        assert SalaryBand.history.count() == 1
        edit(content, "salaries/bands.yaml", "high: 120000", "high: 125000")
        assert read_effects(content) == {"salary band ops-junior": "changed"}

    def test_adopts_a_row_made_here_that_says_the_same(self, content: Path) -> None:
        source = Source.objects.create(key="survey", title="A survey", kind="DATASET")
        assert "source survey" not in read_effects(content)
        source.refresh_from_db()
        assert source.content_fingerprint

    def test_does_not_overwrite_a_row_made_here_that_says_something_else(
        self, content: Path
    ) -> None:
        Source.objects.create(key="survey", title="Mine", kind="DATASET")
        assert load_badly(content)[0] == 1
        assert Source.objects.get(key="survey").title == "Mine"

    def test_reports_what_is_gone_and_never_deletes_it(self, content: Path) -> None:
        load(content)
        Role.objects.create(key="made-here", title="Made here")
        (content / "salaries/bands.yaml").unlink()
        edit(
            content,
            "facts/insights.yaml",
            "  - {key: first, track: ops, kind: PRO, title: First, source: survey}\n",
            "",
        )
        effects = read_effects(content)
        assert effects == {
            "salary band ops-junior": "gone from the files",
            "insight first": "gone from the files",
        }
        assert SalaryBand.objects.count() == 1
        assert Insight.objects.count() == 2

    def test_moves_rows_that_follow_a_new_one_without_calling_edits_conflicts(
        self, content: Path
    ) -> None:
        load(content)
        Insight.objects.filter(key="second").update(title="Edited")
        edit(
            content,
            "facts/insights.yaml",
            "insights:\n",
            "insights:\n  - {key: zeroth, track: ops, kind: PRO, title: Zero, source: survey}\n",
        )
        assert read_effects(content) == {
            "insight zeroth": "new",
            "insight first": "changed",
            "insight second": "kept as edited here",
        }
        assert Insight.objects.get(key="second").title == "Edited"
        assert Insight.objects.get(key="first").position == 2

    def test_matches_sets_and_children_to_the_file(self, content: Path) -> None:
        load(content)
        edit(content, "facts/insights.yaml", "tools: [git, bash]", "tools: [git]")
        edit(content, "tracks/ops.yaml", "milestones: [step-1]}", "milestones: [step-1, step-2]}")
        edit(content, "tracks/ops.yaml", "milestones: [step-2]}", "milestones: [step-3]}")
        edit(
            content,
            "tracks/ops.yaml",
            "milestones: [step-3]}\n  - {key: expert",
            "milestones: [step-4]}\n  - {key: expert",
        )
        edit(
            content,
            "tracks/ops.yaml",
            "rung: 3, milestones: [step-4]",
            "rung: 3, milestones: [step-5]",
        )
        edit(
            content,
            "tracks/ops.yaml",
            "    milestones:\n      - {key: step-5, optional: true}\n",
            "    milestones: [extra]\n",
        )
        path = content / "milestones/steps.yaml"
        path.write_text(
            path.read_text()
            + path.read_text()
            .partition("  - key: step-2")[0]
            .partition("\n")[2]
            .replace("step-1", "extra")
        )
        load(content)
        assert [tool.key for tool in Insight.objects.get(key="second").tools.all()] == ["git"]
        start, *_, guru = Track.objects.get().stages.order_by("position")
        assert [one.milestone.key for one in start.placements.order_by("position")] == [
            "step-1",
            "step-2",
        ]
        assert guru.placements.get().milestone.key == "extra"


class TestClaims:
    """A certification's claims are many facts of many sources; each keeps its own papers."""

    def edit_claim(self, **values: Any) -> None:
        claim = Claim.objects.get(field="VALIDITY")
        for name, value in values.items():
            setattr(claim, name, value)
        claim.save()

    def test_keeps_an_edited_claim_when_its_sibling_changes_in_the_file(
        self, content: Path
    ) -> None:
        load(content)
        self.edit_claim(months=24)
        edit(content, "certifications/body.yaml", "amount_low: 450", "amount_low: 500")
        assert read_effects(content) == {
            "claim cert-one-fee-ex1-survey-2024": "changed",
            "claim cert-one-validity-survey-2024": "kept as edited here",
        }
        assert Claim.objects.get(field="VALIDITY").months == 24
        assert Claim.objects.get(field="FEE").amount_low == 500

    def test_leaves_the_certification_alone_when_a_claim_is_added_here(self, content: Path) -> None:
        load(content)
        certification = Certification.objects.get(key="cert-one")
        make_claim(certification=certification, source=Source.objects.get(key="survey"))
        edit(content, "certifications/body.yaml", "name: Certificate One", "name: The First")
        assert read_effects(content) == {"certification cert-one": "changed"}
        assert Claim.objects.count() == 3

    def test_touches_only_the_claim_that_changed(self, content: Path) -> None:
        load(content)
        edit(content, "certifications/body.yaml", "amount_low: 450", "amount_low: 500")
        assert read_effects(content) == {"claim cert-one-fee-ex1-survey-2024": "changed"}
        fee, validity = Claim.objects.order_by("position")
        assert (fee.amount_low, fee.amount_high) == (Decimal(500), Decimal(500))
        assert (fee.history.count(), validity.history.count()) == (2, 1)

    def test_leaves_who_checked_a_claim_with_that_claim_when_another_is_put_before_it(
        self, content: Path, django_user_model: Any
    ) -> None:
        load(content)
        curator = django_user_model.objects.create_user("curator@example.org")
        self.edit_claim(checked_by=curator)
        edit(
            content,
            "certifications/body.yaml",
            "    claims:\n",
            "    claims:\n      - {field: PREREQUISITE, text: None, source: survey, state: UNSOURCED}\n",
        )
        load(content)
        assert [claim.field for claim in Claim.objects.order_by("position")] == [
            "PREREQUISITE",
            "FEE",
            "VALIDITY",
        ]
        assert Claim.objects.get(checked_by=curator).field == "VALIDITY"

    def test_keeps_two_claims_of_one_source_about_one_field_apart(self, content: Path) -> None:
        fee = "      - {field: FEE, amount_low: 400, currency: USD, unit: PER_EXAM, source: survey, state: DISPUTED}\n"
        edit(content, "certifications/body.yaml", "    claims:\n", "    claims:\n" + fee + fee)
        load(content)
        first = list(Claim.objects.order_by("position").values_list("pk", flat=True))
        assert len(first) == 4
        assert read_effects(content) == {}
        path = content / "certifications/body.yaml"
        path.write_text(path.read_text().replace(fee, fee.replace("400", "410"), 1))
        load(content)
        assert list(Claim.objects.order_by("position").values_list("pk", flat=True)) == first
        assert [int(one.amount_low or 0) for one in Claim.objects.order_by("position")][:2] == [
            410,
            400,
        ]

    def test_keeps_a_claim_that_the_file_dropped_but_out_of_budgets(self, content: Path) -> None:
        load(content)
        edit(content, "certifications/body.yaml", f"{ONCE}2024", f"{ONCE}2025")
        gone = {"claim cert-one-fee-ex1-survey-2024": "gone from the files"}
        fee = {"claim cert-one-fee-ex1-survey-2025": "new"}
        assert read_effects(content, apply=False) == gone | fee
        assert read_effects(content) == gone | fee
        old, new = Claim.objects.filter(field="FEE").order_by("as_of")
        assert (old.is_preferred, new.is_preferred) == (False, True)
        assert read_effects(content) == gone
        assert old.history.count() == 2

    def test_uses_a_claim_again_that_the_file_brings_back(self, content: Path) -> None:
        load(content)
        edit(content, "certifications/body.yaml", f"{ONCE}2024", f"{ONCE}2025")
        load(content)
        edit(content, "certifications/body.yaml", f"{ONCE}2025", f"{ONCE}2024")
        assert read_effects(content) == {
            "claim cert-one-fee-ex1-survey-2024": "changed",
            "claim cert-one-fee-ex1-survey-2025": "gone from the files",
        }
        assert Claim.objects.get(field="FEE", is_preferred=True).as_of == "2024"
