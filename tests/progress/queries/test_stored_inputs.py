import json
from decimal import Decimal

import pytest

from progress.operations.learners import plan_certification
from progress.queries.roi_inputs import dump_inputs, gather_roi_inputs, restore_inputs
from progress.queries.stored_inputs import join_values, list_own_values, list_values_of_context
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import NOW, TODAY, make_log_entry, make_projectable_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathered():
    enrolment = make_projectable_enrolment(employer_share=Decimal("0.5"))
    make_log_entry(user=enrolment.user)
    exam = make_certification(tracks=[(enrolment.track, 2)])
    make_claim(certification=exam, is_preferred=True, amount_low=450, amount_high=450)
    plan_certification(user=enrolment.user, certification=exam, now=NOW)
    return gather_roi_inputs(enrolment=enrolment, today=TODAY)


class TestJoinValues:
    def test_gives_back_the_whole_inputs_from_both_parts(self, gathered):
        shared, own = (
            json.loads(json.dumps(part))
            for part in (list_values_of_context(gathered.shared), list_own_values(gathered.inputs))
        )

        joined = join_values(shared=shared, own=own)

        assert joined == dump_inputs(gathered.inputs)
        assert restore_inputs(joined) == gathered.inputs


class TestListValuesOfContext:
    def test_holds_nothing_of_the_learner(self, gathered):
        text = json.dumps(list_values_of_context(gathered.shared))

        assert "52000" not in text
        assert "hours_per_week" not in text


class TestListOwnValues:
    def test_is_short_enough_for_a_row_per_learner(self, gathered):
        assert len(json.dumps(list_own_values(gathered.inputs))) < 500
