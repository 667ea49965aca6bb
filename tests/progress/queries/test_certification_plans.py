from datetime import timedelta
from decimal import Decimal

import pytest

from certifications.choices import CertificationStatus
from progress.operations.learners import plan_certification
from progress.queries.certification_plans import (
    find_exam_window,
    list_plan_lines,
    list_plannable,
)
from progress.queries.outlines import get_outline
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import NOW, TODAY, list_milestones, make_enrolment

pytestmark = pytest.mark.django_db


class TestListPlanLines:
    def test_opens_the_window_when_the_study_before_it_is_done(self):
        enrolment = make_enrolment()
        first, second, *_ = list_milestones(enrolment)
        certification = make_certification(tracks=[(enrolment.track, 1)], covers=[second])
        make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        (line,) = list_plan_lines(
            outline=get_outline(enrolment=enrolment), hours_per_week=Decimal(12), today=TODAY
        )

        assert (line.hours_left, line.cost.fee) == (24, Decimal(450))
        assert line.window == (TODAY + timedelta(days=15), TODAY + timedelta(days=45))
        assert line.covers == (second.title,)
        assert first.title not in line.covers


class TestFindExamWindow:
    def test_is_unknown_without_a_pace(self):
        assert find_exam_window(hours_left=10, hours_per_week=None, today=TODAY) is None

    def test_is_unknown_at_a_pace_that_leads_past_every_calendar(self):
        pace = Decimal("0.001")

        assert find_exam_window(hours_left=5_000, hours_per_week=pace, today=TODAY) is None


class TestListPlannable:
    def test_offers_what_can_be_earned_and_is_not_planned(self):
        enrolment = make_enrolment()
        second = make_certification(tracks=[(enrolment.track, 2)])
        first = make_certification(tracks=[(enrolment.track, 1)])
        planned = make_certification(tracks=[(enrolment.track, 1)])
        plan_certification(user=enrolment.user, certification=planned, now=NOW)
        make_certification(tracks=[(enrolment.track, 1)], status=CertificationStatus.RETIRED)
        make_certification()

        assert list(list_plannable(enrolment=enrolment)) == [first, second]
