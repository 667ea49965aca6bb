from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from progress.choices import MilestoneStatus
from progress.operations.milestones import save_note, set_milestone_status
from progress.queries.outlines import get_outline
from progress.queries.plan_milestones import (
    NEXT_STEP_COUNT,
    list_next_steps,
    list_plan_stages,
    make_date_range,
)
from progress.queries.schedules import DueRange, schedule_milestones
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    list_milestones,
    make_enrolment,
)
from tests.factories.tracks import make_milestone, make_track
from tracks.models import Milestone

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def enrolment(db):
    return make_enrolment()


def schedule(enrolment):
    outline = get_outline(enrolment=enrolment)
    return schedule_milestones(
        milestones=outline.milestones, hours_per_week=Decimal(12), start=TODAY
    )


def list_rows(enrolment, zone=BERLIN):
    stages = list_plan_stages(
        outline=get_outline(enrolment=enrolment), due=schedule(enrolment), zone=zone
    )
    return [row for stage in stages for row in stage.milestones]


def list_steps(enrolment):
    return list_next_steps(outline=get_outline(enrolment=enrolment), due=schedule(enrolment))


class TestListPlanStages:
    def test_keeps_every_stage_and_numbers_all_milestones_in_order(self, enrolment):
        stages = list_plan_stages(outline=get_outline(enrolment=enrolment), due={}, zone=BERLIN)

        assert len(stages) == 5
        rows = [row for stage in stages for row in stage.milestones]
        assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
        assert [row.key for row in rows] == [one.key for one in list_milestones(enrolment)]
        assert {row.due for row in rows} == {None}

    def test_gives_a_done_milestone_its_day_where_the_learner_lives(self, enrolment):
        late = NOW.replace(hour=23)
        finish_milestones(enrolment, list_milestones(enrolment)[:1], now=late)

        done, todo, *_ = list_rows(enrolment)

        assert (done.done_date, done.due) == (TODAY + timedelta(days=1), None)
        assert list_rows(enrolment, ZoneInfo("UTC"))[0].done_date == TODAY
        assert (todo.done_date, todo.due.likely) == (None, TODAY + timedelta(days=8))

    def test_shows_own_proof_before_the_idea_for_one(self, enrolment):
        first, second, *_ = list_milestones(enrolment)
        links = ["https://example.org/a", "https://example.org/b"]
        save_note(
            enrolment=enrolment, milestone=first, note="Took a weekend.", links=links, now=NOW
        )

        own, idea, *_ = list_rows(enrolment)

        assert own.proof == "https://example.org/a; https://example.org/b"
        assert (own.note, own.links) == ("Took a weekend.", tuple(links))
        assert idea.proof == second.proof_idea

    def test_says_where_a_milestone_was_done_first(self, enrolment):
        shared = list_milestones(enrolment)[0]
        finish_milestones(enrolment, [shared])
        other = make_enrolment(user=enrolment.user, track=make_track(milestones=[shared]))

        (row,) = list_rows(other)

        assert row.carried_from == f"already yours from {enrolment.track}, 1 Jun 2026"
        assert list_rows(enrolment)[0].carried_from == ""

    def test_prints_no_hours_where_an_estimate_is_missing(self, enrolment):
        first, *_ = list_milestones(enrolment)
        Milestone.objects.filter(pk=first.pk).update(hours_low=None)

        unknown, known, *_ = list_rows(enrolment)

        assert (unknown.hours, unknown.due) == (None, None)
        assert (known.hours.low_hours, known.hours.likely_hours) == (8, 12)


class TestMakeDateRange:
    def test_keeps_the_three_days_or_nothing(self):
        days = [date(2026, 6, day) for day in (1, 2, 3)]

        made = make_date_range(DueRange(*days))

        assert [made.earliest, made.likely, made.latest] == days
        assert make_date_range(None) is None


class TestListNextSteps:
    def test_puts_first_what_was_started_and_says_why(self, enrolment):
        third = list_milestones(enrolment)[2]
        set_milestone_status(
            enrolment=enrolment, milestone=third, status=MilestoneStatus.IN_PROGRESS, now=NOW
        )

        steps = list_steps(enrolment)

        assert len(steps) == NEXT_STEP_COUNT
        assert (steps[0].title, steps[0].reason) == (third.title, "You have started it.")
        assert "nothing it needs is open" in steps[1].reason

    def test_counts_what_a_milestone_opens(self, db):
        first = make_milestone()
        others = [make_milestone(prerequisites=[first]) for _ in range(2)]
        last = make_milestone(prerequisites=others[:1])
        enrolment = make_enrolment(track=make_track(milestones=[first, *others, last]))

        (step,) = list_steps(enrolment)

        assert (step.title, step.reason) == (first.title, "Needed by 2 later milestones.")
        finish_milestones(enrolment, [first])
        reasons = [step.reason for step in list_steps(enrolment)]
        assert reasons[0] == "Needed by 1 later milestone."

    def test_has_no_day_while_the_pace_is_unknown(self, enrolment):
        outline = get_outline(enrolment=enrolment)

        steps = list_next_steps(outline=outline, due={})

        assert {step.due for step in steps} == {None}
        assert list_next_steps(outline=replace(outline, stages=()), due={}) == ()
