from datetime import date, timedelta
from decimal import Decimal

import pytest

from certifications.choices import ClaimField, FeeUnit
from progress.documents.content import PlanCertification
from progress.models import Learner
from progress.operations.learners import plan_certification
from progress.queries.outlines import get_outline
from progress.queries.plan_money import (
    list_plan_certifications,
    list_plan_rungs,
    make_budget,
)
from progress.queries.plan_sources import SourceNumbers
from progress.queries.roi_inputs import list_planned_costs
from tests.factories.certifications import make_certification, make_claim, make_requirement
from tests.factories.progress import NOW, TODAY, make_projectable_enrolment
from tests.factories.tracks import (
    make_ladder_rung,
    make_role,
    make_salary_band,
    make_source,
    make_track,
)


@pytest.fixture
def enrolment(db):
    return make_projectable_enrolment()


@pytest.fixture
def track_of_bands(db):
    return make_track(), make_source()


def plan(enrolment, **overrides):
    certification = make_certification(tracks=[(enrolment.track, 1)], **overrides)
    plan_certification(user=enrolment.user, certification=certification, now=NOW)
    return certification


def read(enrolment):
    return list_plan_certifications(
        costs=list_planned_costs(enrolment=enrolment),
        outline=get_outline(enrolment=enrolment),
        learner=Learner.objects.get(user=enrolment.user),
        start=TODAY,
        numbers=SourceNumbers(),
    )


class TestListPlanCertifications:
    def test_adds_up_dollars_and_nothing_twice(self, enrolment):
        rhce, foreign = plan(enrolment, short_name="RHCE"), plan(enrolment, short_name="ISTQB")
        rhca = plan(enrolment, short_name="RHCA", exam_codes=())
        make_requirement(certification=rhca, required=rhce)
        for one, values in ((rhce, {}), (rhca, {}), (foreign, {"currency": "PLN"})):
            make_claim(certification=one, is_preferred=True, **values)

        rows = {row.key: row for row in read(enrolment)}
        budget = make_budget(certifications=rows.values())

        assert [rows[one.key].chosen_fee for one in (rhce, rhca, foreign)] == [0, 450, None]
        assert (budget.known_total, budget.unknown_count) == (Decimal(450), 1)
        assert rows[rhce.key].note == "RHCE is part of what RHCA costs, so its fee is counted once."
        assert "is in PLN. No yearly rate for PLN" in rows[foreign.key].note
        assert rows[foreign.key].fee_claims[0].words == "PLN 450 once"

    def test_prints_every_claim_and_counts_the_preferred(self, enrolment):
        Learner.objects.update(employer_share=Decimal("0.25"))
        certification = plan(enrolment, exam_codes=("EX1", "EX2"))
        make_claim(certification=certification, is_preferred=True)
        make_claim(certification=certification, amount_high=Decimal(600), as_of="2024")

        (row,) = read(enrolment)

        assert (row.key, row.exams) == (certification.key, ("EX1", "EX2"))
        words = [claim.words for claim in row.fee_claims]
        assert words == ["$450 once", "$450 to $600 once (2024)"]
        assert [claim.as_of for claim in row.fee_claims] == [date(2026, 8, 9), None]
        assert [claim.source_number for claim in row.fee_claims] == [1, 2]
        assert (row.chosen_fee, row.employer_pays) == (Decimal(450), Decimal("112.50"))

    def test_says_unknown_where_nobody_states_it(self, enrolment):
        plan(enrolment)

        (row,) = read(enrolment)

        assert (row.chosen_fee, row.employer_pays, row.five_year_cost) == (None, None, None)
        assert (row.validity, row.renewal) == ("unknown", "unknown")
        assert "no source states a fee" in row.chosen_because

    @pytest.mark.parametrize(
        ("claim", "words"),
        [
            ({"months": 12}, "1 year"),
            ({"months": 36}, "3 years"),
            ({"months": 18}, "18 months"),
            ({"months": None, "does_not_expire": True}, "does not expire"),
        ],
    )
    def test_says_how_long_it_is_valid(self, enrolment, claim, words):
        make_claim(
            certification=plan(enrolment), field=ClaimField.VALIDITY, is_preferred=True, **claim
        )

        assert read(enrolment)[0].validity == words

    def test_names_a_subscription_and_counts_no_fee(self, enrolment):
        make_claim(certification=plan(enrolment), unit=FeeUnit.PER_MONTH, is_preferred=True)

        (row,) = read(enrolment)

        assert row.chosen_fee is None
        assert row.note == "Paid by the month ($450) while studying."

    def test_has_a_window_only_with_a_pace(self, enrolment):
        plan(enrolment)
        (row,) = read(enrolment)
        assert row.window_end - row.window_start == timedelta(days=30)
        assert row.window_start > TODAY
        Learner.objects.update(hours_per_week=None)

        (row,) = read(enrolment)

        assert (row.window_start, row.window_end) == (None, None)


class TestMakeBudget:
    def test_adds_up_what_is_known_and_counts_what_is_not(self):
        budget = make_budget(
            certifications=[
                PlanCertification(name="a", chosen_fee=Decimal(100), employer_pays=Decimal(40)),
                PlanCertification(name="b"),
                PlanCertification(name="c", chosen_fee=Decimal(50)),
            ]
        )

        assert (budget.known_total, budget.employer_total) == (Decimal(150), Decimal(40))
        assert budget.unknown_count == 1
        assert [line.amount for line in budget.lines] == [Decimal(100), None, Decimal(50)]
        assert budget.quarters == ()

    def test_spends_in_the_quarter_of_the_window_and_never_hides_an_unknown(self):
        budget = make_budget(
            certifications=[
                PlanCertification(name=str(day), chosen_fee=fee, window_start=day)
                for day, fee in (
                    (date(2027, 1, 1), Decimal(30)),
                    (date(2026, 12, 31), Decimal(10)),
                    (date(2026, 10, 1), Decimal(20)),
                    (date(2027, 3, 31), None),
                )
            ]
        )

        quarters = [(one.year, one.quarter, one.amount) for one in budget.quarters]

        assert quarters == [(2026, 4, Decimal(30)), (2027, 1, None)]


def read_rungs(track, learner):
    return list_plan_rungs(track=track, learner=learner, numbers=SourceNumbers())


@pytest.mark.django_db
class TestListPlanRungs:
    def test_marks_where_the_learner_stands_and_wants_to_be(self):
        role = make_role()
        track = make_track(milestones=[])
        make_ladder_rung(track=track, rung=3, name="Senior engineer", roles=[role])

        rungs = read_rungs(track, Learner(current_rung=1, target_role=role))

        assert [rung.is_current for rung in rungs] == [True, False, False, False]
        assert [rung.is_target for rung in rungs] == [False, False, True, False]
        assert (rungs[2].title, rungs[0].title) == ("Senior engineer", "Junior")

    def test_sets_sources_that_disagree_side_by_side(self):
        track = make_track(milestones=[])
        make_salary_band(track=track, rung=1, high_is_open=True)
        make_salary_band(track=track, rung=1, statistic="PERCENTILES", as_of="2024-05-01")
        make_salary_band(track=track, rung=1, withdrawn_at=NOW)
        make_salary_band(track=track, rung=1, country="DE")

        survey, published = sorted(
            read_rungs(track, Learner())[0].bands, key=lambda band: band.statistic
        )

        assert (published.low, published.mid, published.is_open_above) == (80_000, None, True)
        assert (survey.low, survey.mid, survey.high) == (70_000, 100_000, 150_000)
        assert (survey.statistic, survey.n, survey.as_of) == ("P10 to P90", 240, date(2024, 5, 1))

    def test_tells_two_bands_of_one_source_apart(self, track_of_bands):
        track, source = track_of_bands
        for year, note in ((2023, "rows as they stand"), (2024, "midpoints of pairs")):
            make_salary_band(track=track, rung=1, source=source, year=year, note=note)
        make_salary_band(track=track, rung=1, note="alone")

        bands = read_rungs(track, Learner())[0].bands

        assert sorted(band.note for band in bands) == [
            "",
            "midpoints of pairs",
            "rows as they stand",
        ]

    def test_puts_a_derived_band_where_no_source_has_one(self):
        track = make_track(milestones=[])
        junior = make_source()
        make_salary_band(track=track, rung=1, source=junior)
        make_salary_band(track=track, rung=3, low=Decimal(180_000), high=Decimal(250_000))

        (band,) = read_rungs(track, Learner())[1].bands

        assert (band.state, band.low) == ("derived", Decimal(120_000))
        assert band.source_number == 1


class TestNames:
    @pytest.mark.parametrize(
        ("name", "short_name", "printed"),
        [
            (
                "Certified Kubernetes Administrator",
                "CKA",
                "Certified Kubernetes Administrator (CKA)",
            ),
            (
                "AWS Certified Cloud Practitioner",
                "Cloud Practitioner",
                "AWS Certified Cloud Practitioner",
            ),
        ],
    )
    def test_add_the_short_name_unless_it_is_said(self, enrolment, name, short_name, printed):
        plan(enrolment, name=name, short_name=short_name)
        assert read(enrolment)[0].name == printed
