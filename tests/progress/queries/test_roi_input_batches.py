from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from progress.choices import MilestoneStatus
from progress.models import Learner
from progress.operations.learners import override_assumptions, plan_certification
from progress.operations.milestones import set_milestone_status
from progress.queries.roi_contexts import fingerprint_shared
from progress.queries.roi_input_batches import gather_many_inputs
from progress.queries.roi_inputs import gather_roi_inputs
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    list_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_paid_track,
)
from tests.factories.tracks import make_ladder_rung, make_role
from tracks.models import ReleasePlacement

pytestmark = pytest.mark.django_db


def make_people():
    """Learners of two tracks who differ in everything that inputs depend on."""
    tracks = make_paid_track(), make_paid_track()
    role = make_role()
    make_ladder_rung(track=tracks[0], rung=2, roles=[role])
    enrolments = []
    circumstances: list[dict[str, Any]] = [
        {},
        {"current_pay": Decimal(61_000), "hours_per_week": Decimal("6.5")},
        {"current_rung": 2, "current_pay": Decimal(130_000)},
        {"target_role": role},
        {"target_role": role, "current_rung": 3},
        {"employer_share": Decimal("0.5")},
        {"current_pay": None},
        {"country": "DE"},
        {"hours_per_week": None},
        {"pay_currency": "EUR"},
    ]
    for number, values in enumerate(circumstances):
        learner = make_learner(**values)
        track = tracks[number % 2]
        enrolments.append(
            make_enrolment(user=learner.user, track=track, now=NOW - timedelta(days=40 * number))
        )
    return enrolments


def use_everything(enrolments):
    """Tick, skip, log, plan and assume, differently for each learner."""
    first = enrolments[0]
    optional = list_milestones(first)[-1]
    ReleasePlacement.objects.filter(milestone=optional).update(is_optional=True)
    exam = make_certification(tracks=[(first.track, 2)], covers=[list_milestones(first)[2]])
    make_claim(certification=exam, is_preferred=True, amount_low=450, amount_high=450)
    course = make_certification(tracks=[(first.track, 1)])
    make_claim(certification=course, is_preferred=True, unit="PER_MONTH")
    unknown = make_certification()
    for number, enrolment in enumerate(enrolments):
        user = enrolment.user
        for place, milestone in enumerate(list_milestones(enrolment)):
            status = [*MilestoneStatus][(place + number) % 4]
            set_milestone_status(enrolment=enrolment, milestone=milestone, status=status, now=NOW)
        make_log_entry(user=user, days_ago=number * 9, hours=Decimal("2.25"))
        make_log_entry(user=user, days_ago=-3, hours=Decimal(5))
        for wanted in (exam, course, unknown)[: number % 4]:
            plan_certification(user=user, certification=wanted, now=NOW)
    override_assumptions(
        user=enrolments[1].user,
        track_key=enrolments[1].track.key,
        changes={"tax_rate": 0.2, "horizon_months": 84},
    )
    # Stored under other rules; it cannot be used now.
    Learner.objects.filter(user=enrolments[3].user).update(assumption_overrides={"tax_rate": 7})


class TestGatherManyInputs:
    def test_gives_every_learner_what_reading_them_alone_gives(self):
        enrolments = make_people()
        for prepare in (lambda _: None, use_everything):
            prepare(enrolments)

            together = gather_many_inputs(enrolments=enrolments, today=TODAY)

            for enrolment in enrolments:
                alone = gather_roi_inputs(enrolment=enrolment, today=TODAY)
                found = together[enrolment.pk]
                assert (found.inputs if found else None) == alone.inputs
                if found:
                    assert found.shared == alone.shared
                    assert found.context_fingerprint == fingerprint_shared(alone.shared)
        assert sum(one is not None for one in together.values()) == 5

    def test_asks_no_more_for_many_than_for_few(
        self, django_assert_max_num_queries, django_assert_num_queries
    ):
        enrolments = make_people()
        use_everything(enrolments)
        with django_assert_max_num_queries(14) as few:
            gather_many_inputs(enrolments=enrolments[:5], today=TODAY)

        with django_assert_num_queries(len(few)):
            gather_many_inputs(enrolments=enrolments, today=TODAY)

    def test_asks_nothing_for_nobody(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert gather_many_inputs(enrolments=[], today=TODAY) == {}

    def test_has_no_inputs_for_somebody_without_circumstances(self):
        enrolment = make_enrolment(track=make_paid_track())
        Learner.objects.all().delete()

        assert gather_many_inputs(enrolments=[enrolment], today=TODAY) == {enrolment.pk: None}
