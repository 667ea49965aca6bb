import pytest

from progress.queries.typical_starters import MEDIAN_PAY_USD, get_typical_starter
from tests.factories.progress import (
    TODAY,
    make_enrolment,
    make_learner,
    make_paid_track,
    make_projection,
)
from tests.factories.tracks import make_track

pytestmark = pytest.mark.django_db


class TestGetTypicalStarter:
    def test_agrees_with_a_learner_of_the_same_circumstances(self):
        track = make_paid_track()
        learner = make_learner(current_pay=MEDIAN_PAY_USD)
        stored = make_projection(enrolment=make_enrolment(user=learner.user, track=track)).result

        figures = get_typical_starter(track=track, today=TODAY).projection.figures

        assert figures.expected_usd == pytest.approx(stored["value"]["expected_usd"], abs=1)
        assert figures.ahead_share == pytest.approx(stored["value"]["ahead_share"], abs=0.003)

    def test_has_no_number_where_pay_has_no_source(self):
        starter = get_typical_starter(track=make_track(), today=TODAY)

        assert starter.projection.figures is None
        assert "no sourced pay" in starter.projection.missing[0].reason

    def test_is_none_before_the_first_release(self):
        assert get_typical_starter(track=make_track(is_published=False), today=TODAY) is None
