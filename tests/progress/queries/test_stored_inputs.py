import json
from decimal import Decimal

import pytest

from progress.operations.learners import plan_certification
from progress.queries.roi_inputs import dump_inputs, gather_roi_inputs, restore_inputs
from progress.queries.stored_inputs import (
    dump_backing,
    join_values,
    list_own_values,
    list_values_of_context,
)
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    list_milestones,
    make_log_entry,
    make_projectable_enrolment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_projectable_enrolment(employer_share=Decimal("0.5"))


@pytest.fixture
def gathered(enrolment):
    make_log_entry(user=enrolment.user)
    exam = make_certification(
        key="rhcsa", tracks=[(enrolment.track, 2)], covers=list_milestones(enrolment)[:1]
    )
    make_claim(certification=exam, is_preferred=True, amount_low=450, amount_high=450)
    course = make_certification(key="course", tracks=[(enrolment.track, 1)])
    make_claim(certification=course, is_preferred=True, unit="PER_MONTH")
    unknown = make_certification(key="unknown")
    for one in (exam, course, unknown):
        plan_certification(user=enrolment.user, certification=one, now=NOW)
    finish_milestones(enrolment, list_milestones(enrolment)[:2])
    return gather_roi_inputs(enrolment=enrolment, today=TODAY)


def store(part):
    return json.loads(json.dumps(part))


class TestJoinValues:
    def test_gives_back_the_whole_inputs_from_both_parts(self, gathered):
        joined = join_values(
            shared=store(list_values_of_context(gathered.shared)),
            own=store(list_own_values(gathered.inputs, gathered.shared)),
        )

        backing = joined.pop("backing")
        assert joined == dump_inputs(gathered.inputs)
        assert restore_inputs(joined) == gathered.inputs
        whole = store(dump_backing(shared=gathered.shared, hours=gathered.hours))
        assert backing == {name: whole[name] for name in whole if name != "open"}

    def test_joins_parts_of_an_older_version(self, gathered):
        shared = list_values_of_context(gathered.shared)
        own = list_own_values(gathered.inputs, gathered.shared)
        del shared["backing"], own["backing"]

        assert join_values(shared=shared, own=own)["backing"] == {}


class TestListValuesOfContext:
    def test_holds_nothing_of_the_learner(self, gathered):
        text = json.dumps(list_values_of_context(gathered.shared))

        assert "52000" not in text
        assert "hours_per_week" not in text
        assert "open" not in list_values_of_context(gathered.shared)["backing"]


class TestListOwnValues:
    def test_is_short_enough_for_a_row_per_learner(self, gathered):
        assert len(json.dumps(list_own_values(gathered.inputs, gathered.shared))) < 600


class TestDumpBacking:
    def test_says_what_the_inputs_were_resolved_from(self, enrolment, gathered):
        milestones = [one.pk for one in list_milestones(enrolment)]

        backing = dump_backing(shared=gathered.shared, hours=gathered.hours)

        assert backing["release"] == enrolment.release_id
        assert backing["band_years"] == [[rung, 2024] for rung in range(1, 5)]
        assert backing["monthly_fees"] == [["course", 450.0]]
        assert backing["exams"] == [["rhcsa", milestones[:1], ""]]
        assert [one[0] for one in backing["hours"]] == milestones
        assert {one[2] for one in backing["hours"]} == {12}
        assert sorted(backing["planned"]) == ["course", "rhcsa", "unknown"]
        assert backing["open"] == milestones[2:]
