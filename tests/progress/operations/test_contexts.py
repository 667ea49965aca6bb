from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from progress.models import ContextVersion, ProjectionContext, ProjectionSummary
from progress.operations.contexts import (
    drop_unused_contexts,
    find_or_make_contexts,
    find_or_make_versions,
    key_of,
    refresh_contexts,
)
from progress.operations.learners import plan_certification, save_circumstances
from progress.queries.roi_inputs import gather_roi_inputs
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    list_milestones,
    make_enrolment,
    make_learner,
    make_paid_track,
    make_projectable_enrolment,
    make_summary,
)
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder():
    """One track with a learner at each of the four first places, and one on another track."""
    track = make_paid_track()
    enrolments = []
    for rung in range(4):
        learner = make_learner(current_rung=rung, current_pay=Decimal(50_000 + 30_000 * rung))
        enrolments.append(make_enrolment(user=learner.user, track=track))
    elsewhere = make_projectable_enrolment()
    for one in (*enrolments, elsewhere):
        make_summary(enrolment=one)
    return enrolments


def change_band(track, rung, **columns):
    SalaryBand.objects.filter(track=track, rung=rung).update(**columns)


class TestRefreshContexts:
    def test_leaves_everything_while_nothing_changed(self, ladder):
        refreshed = refresh_contexts(today=TODAY)

        assert (refreshed.count, refreshed.changed) == (5, ())

    def test_finds_the_same_figures_as_reading_a_learner_does(self, ladder):
        before = set(ProjectionContext.objects.values_list("pk", "version"))

        refresh_contexts(today=TODAY)

        assert set(ProjectionContext.objects.values_list("pk", "version")) == before
        assert ContextVersion.objects.count() == 5

    @pytest.mark.parametrize(("rung", "starts"), [(1, [0, 1]), (2, [0, 1, 2]), (4, [0, 1, 2, 3])])
    def test_moves_only_contexts_for_which_the_band_matters(self, ladder, rung, starts):
        change_band(ladder[0].track, rung, low=Decimal(79_000))

        refreshed = refresh_contexts(today=TODAY)

        moved = ProjectionContext.objects.filter(pk__in=refreshed.changed)
        assert sorted(moved.values_list("start_rung", flat=True)) == starts

    def test_touches_no_learner(self, ladder):
        before = list(ProjectionSummary.objects.order_by("pk").values())
        change_band(ladder[0].track, 4, high=Decimal(260_000))

        refresh_contexts(today=TODAY)

        assert list(ProjectionSummary.objects.order_by("pk").values()) == before

    def test_a_new_fee_moves_the_contexts_that_plan_the_exam(self, ladder):
        exam = make_certification(tracks=[(ladder[0].track, 1)], short_name="RHCSA")
        claim = make_claim(certification=exam, is_preferred=True, amount_low=450, amount_high=450)
        plan_certification(user=ladder[0].user, certification=exam, now=NOW)
        row = make_summary(enrolment=ladder[0])
        claim.amount_low = claim.amount_high = Decimal(500)
        claim.save()

        refreshed = refresh_contexts(today=TODAY)

        assert refreshed.changed == (row.context_id,)

    def test_a_changed_estimate_of_hours_moves_the_contexts_of_the_release(self, ladder):
        milestone = list_milestones(ladder[0])[0]
        milestone.hours_likely = 15
        milestone.save()

        assert len(refresh_contexts(today=TODAY).changed) == 4

    def test_a_context_without_a_band_has_no_figures_until_it_is_back(self, ladder):
        change_band(ladder[0].track, 4, withdrawn_at=NOW)
        refresh_contexts(today=TODAY)
        assert ProjectionContext.objects.filter(version=None).count() == 4

        change_band(ladder[0].track, 4, withdrawn_at=None)
        refresh_contexts(today=TODAY)

        assert not ProjectionContext.objects.filter(version=None).exists()

    def test_asks_the_same_few_questions_whatever_the_number(
        self, ladder, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(5):
            refresh_contexts(today=TODAY)


class TestFindOrMake:
    def test_returns_the_same_rows_again(self):
        shared = gather_roi_inputs(enrolment=make_projectable_enrolment(), today=TODAY).shared
        first = find_or_make_versions({"a" * 32: {"track_key": "x"}})
        again = find_or_make_versions({"a" * 32: {"track_key": "x"}})
        contexts = [find_or_make_contexts({shared.key: first["a" * 32]}) for _ in range(2)]

        assert first == again
        assert contexts[0] == contexts[1]
        assert ProjectionContext.objects.count() == ContextVersion.objects.count() == 1

    def test_leaves_a_known_context_to_the_next_look(self):
        shared = gather_roi_inputs(enrolment=make_projectable_enrolment(), today=TODAY).shared
        versions = find_or_make_versions({"a" * 32: {}, "b" * 32: {}})
        find_or_make_contexts({shared.key: versions["a" * 32]})

        find_or_make_contexts({shared.key: versions["b" * 32]})

        assert ProjectionContext.objects.get().version == versions["a" * 32]


class TestKeyOf:
    def test_is_the_key_that_the_row_was_made_from(self, ladder):
        for enrolment in ladder:
            shared = gather_roi_inputs(enrolment=enrolment, today=TODAY).shared
            row = ProjectionContext.objects.select_related("release__track").get(
                key=shared.key.digest
            )
            assert key_of(row) == shared.key


class TestDropUnusedContexts:
    def test_keeps_what_learners_rest_on_and_drops_the_rest(self, ladder):
        save_circumstances(user=ladder[0].user, now=NOW, current_rung=1)
        make_summary(enrolment=ladder[0])
        used = set(ProjectionSummary.objects.values_list("context", flat=True))

        # The context of rung 0 and its figures.
        assert drop_unused_contexts() == 2
        assert set(ProjectionContext.objects.values_list("pk", flat=True)) == used
        assert drop_unused_contexts() == 0

    def test_leaves_everything_when_something_came_into_use_meanwhile(self, ladder):
        save_circumstances(user=ladder[0].user, now=NOW, current_rung=1)
        make_summary(enrolment=ladder[0])

        def refuse(execute, sql, params, many, context):
            if sql.startswith('DELETE FROM "progress_contextversion"'):
                raise IntegrityError("a learner's row rests on it")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            assert drop_unused_contexts() == 0

        assert ProjectionContext.objects.count() == 5
