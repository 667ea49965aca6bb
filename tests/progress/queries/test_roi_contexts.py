from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.operations.learners import plan_certification
from progress.queries.roi_contexts import (
    find_covered,
    find_exam_rung,
    fingerprint_shared,
    get_assumptions,
    list_costs,
    list_rungs_without_band,
    read_catalogue,
    share_inputs,
    sort_costs,
)
from progress.queries.roi_inputs import gather_roi_inputs
from progress.roi.assumptions import AssumptionOutOfRange
from progress.roi.shapes import RoiInputInvalid
from tests.factories.certifications import make_certification, make_claim, make_requirement
from tests.factories.progress import NOW, TODAY, list_milestones, make_projectable_enrolment
from tracks.choices import Rung
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


def make_exam(enrolment, *, rung=1, fee=450, **overrides):
    exam = make_certification(tracks=[(enrolment.track, rung)], **overrides)
    make_claim(
        certification=exam, is_preferred=True, amount_low=Decimal(fee), amount_high=Decimal(fee)
    )
    return exam


@pytest.fixture
def enrolment():
    return make_projectable_enrolment()


@pytest.fixture
def shared(enrolment):
    for exam in (make_exam(enrolment, rung=2), make_exam(enrolment)):
        plan_certification(user=enrolment.user, certification=exam, now=NOW)
    return gather_roi_inputs(enrolment=enrolment, today=TODAY).shared


class TestShareInputs:
    def test_resolves_from_the_catalogue_what_a_learner_rests_on(self, shared):
        catalogue = read_catalogue({shared.key})

        assert share_inputs(shared.key, catalogue, today=TODAY) == shared

    def test_ages_bands_by_whole_years(self, shared):
        later = share_inputs(shared.key, read_catalogue({shared.key}), today=date(2027, 1, 1))

        assert later.bands[0][1].age_years == shared.bands[0][1].age_years + 1

    def test_raises_where_a_rung_has_no_band(self, shared):
        elsewhere = shared.key._replace(country="DE")

        with pytest.raises(KeyError):
            share_inputs(elsewhere, read_catalogue({elsewhere}), today=TODAY)

    def test_leaves_out_what_the_track_does_not_list_and_says_so(self, enrolment):
        own, other = make_exam(enrolment), make_certification(tracks=[])
        make_claim(certification=other, is_preferred=True, amount_low=200, amount_high=200)
        for exam in (own, other):
            plan_certification(user=enrolment.user, certification=exam, now=NOW)

        gathered = gather_roi_inputs(enrolment=enrolment, today=TODAY)

        assert [exam.key for exam in gathered.inputs.exams] == [own.key]
        assert f"{other.short_name} is not among the certifications of this track" in (
            " ".join(gathered.remarks)
        )
        figures = {paper["figure"] for paper in gathered.papers}
        assert f"Fee, {own.short_name}" in figures
        assert f"Fee, {other.short_name}" not in figures

    def test_refuses_pay_in_another_currency(self, shared):
        SalaryBand.objects.filter(rung=2).update(currency="EUR")

        with pytest.raises(RoiInputInvalid, match="Mid-level level is in EUR"):
            share_inputs(shared.key, read_catalogue({shared.key}), today=TODAY)


class TestMoneyOfContexts:
    def test_refuses_fees_in_other_currencies_by_name(self, enrolment):
        foreign = make_exam(enrolment, short_name="ISTQB")
        foreign.claims.update(currency="PLN")
        plan_certification(user=enrolment.user, certification=foreign, now=NOW)

        shared = gather_roi_inputs(enrolment=enrolment, today=TODAY).shared

        assert shared.exams == ()
        (remark,) = shared.remarks
        assert remark.startswith("The fee of ISTQB is in PLN. No yearly rate for PLN;")

    def test_count_a_part_of_a_path_once(self, enrolment):
        rhce = make_exam(enrolment, fee=450, short_name="RHCE")
        rhca = make_exam(enrolment, fee=3745, short_name="RHCA", exam_codes=())
        make_requirement(certification=rhca, required=rhce)
        for one in (rhce, rhca):
            plan_certification(user=enrolment.user, certification=one, now=NOW)

        shared = gather_roi_inputs(enrolment=enrolment, today=TODAY).shared

        assert sorted(one.exam.fee_usd for one in shared.exams) == [0.0, 3745.0]
        assert "RHCE is part of what RHCA costs, so its fee is counted once." in shared.remarks
        assert share_inputs(shared.key, read_catalogue({shared.key}), today=TODAY) == shared


class TestReadCatalogue:
    def test_reads_many_contexts_at_once(self, shared, django_assert_max_num_queries):
        keys = {shared.key._replace(start_rung=rung, country=code)
                for rung in range(4) for code in ("US", "DE", "FR")}  # fmt: skip

        with django_assert_max_num_queries(8):
            read_catalogue(keys)


class TestFingerprintShared:
    def test_is_the_same_for_the_same_figures(self, enrolment, shared):
        again = gather_roi_inputs(enrolment=enrolment, today=TODAY).shared

        assert fingerprint_shared(again) == fingerprint_shared(shared)

    def test_sees_everything_that_learners_share(self, shared):
        first = shared.exams[0]
        marks = {
            fingerprint_shared(one)
            for one in (
                shared,
                replace(shared, monthly_fees=(("course", 49.0),)),
                replace(shared, band_years=(2025, *shared.band_years[1:])),
                replace(shared, key=shared.key._replace(release_id=0)),
                replace(shared, placed=shared.placed[1:]),
                replace(shared, bands=shared.bands[:-1]),
                replace(shared, exams=shared.exams[::-1]),
                replace(shared, exams=(replace(first, covered=frozenset({1})), *shared.exams[1:])),
                replace(shared, assumptions=replace(shared.assumptions, tax_rate=0.1)),
            )
        }

        assert len(marks) == 9

    def test_does_not_see_remarks_and_names(self, shared):
        other = replace(shared, remarks=("a word",), exams=(
            replace(shared.exams[0], name="Another name"), *shared.exams[1:]))  # fmt: skip

        assert fingerprint_shared(other) == fingerprint_shared(shared)


class TestCosts:
    def test_stand_in_the_order_of_rungs_then_keys(self, enrolment):
        keys = [("b-late", 3), ("z-early", 1), ("a-early", 1)]
        exams = [make_exam(enrolment, rung=rung, key=key) for key, rung in keys]

        costs = sort_costs(
            list_costs([one.pk for one in exams]).values(), track_id=enrolment.track_id
        )

        assert [one.certification.key for one in costs] == ["a-early", "z-early", "b-late"]

    def test_of_nothing_ask_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert list_costs([]) == {}


class TestFindExamRung:
    def test_is_the_first_where_the_track_does_not_list_it(self, enrolment):
        elsewhere = make_certification()

        assert find_exam_rung(make_exam(enrolment, rung=3), track_id=enrolment.track_id) == 3
        assert find_exam_rung(elsewhere, track_id=enrolment.track_id) == Rung.JUNIOR


class TestFindCovered:
    def test_holds_the_milestones_that_the_certification_covers(self, enrolment):
        milestone = list_milestones(enrolment)[0]

        assert find_covered(make_certification(covers=[milestone])) == {milestone.pk}


class TestGetAssumptions:
    def test_puts_own_values_in(self):
        assert get_assumptions("linux", (("tax_rate", 0.2),)).tax_rate == 0.2

    def test_refuses_a_value_out_of_range(self):
        with pytest.raises(AssumptionOutOfRange):
            get_assumptions("linux", (("tax_rate", 7.0),))


class TestListRungsWithoutBand:
    def test_names_them(self, enrolment):
        catalogue = read_catalogue({gather_roi_inputs(enrolment=enrolment, today=TODAY).shared.key})
        bands = dict(catalogue.bands[enrolment.track_id, "US"])
        del bands[4]
        bands[3] = replace(bands[3], currency="EUR")

        assert list_rungs_without_band(bands) == [Rung.SENIOR.label, Rung.ARCHITECT.label]
