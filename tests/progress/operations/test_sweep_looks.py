"""Every kind of curated change that a learner's inputs rest on starts a sweep, by whatever way."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from certifications.models import Certification, CertificationTrack, Claim, Coverage
from progress.choices import JobState, MilestoneStatus
from progress.models import (
    Enrolment,
    Learner,
    MilestoneState,
    ProjectionContext,
    ProjectionSummary,
    SweepRun,
)
from progress.operations.learners import plan_certification
from progress.operations.summaries import refresh_summaries
from progress.operations.sweep_looks import is_looked_at, look_for_changes
from progress.operations.sweep_runs import run_chunk
from progress.roi.batch import project_many
from tests.factories.certifications import make_certification, make_claim, make_requirement
from tests.factories.progress import (
    NOW,
    TODAY,
    list_milestones,
    make_enrolment,
    make_learner,
    make_paid_track,
)
from tests.factories.references import make_rate
from tests.factories.tracks import make_ladder_rung, make_role, make_source
from tests.screens import find_url, make_staff, send_form, sign_in
from tracks.importers.kinds import MILESTONES
from tracks.models import ExchangeRate, LadderRung, Milestone, Removal, RolePlacement, SalaryBand
from tracks.operations.direct_changes import restore_record
from tracks.operations.imports import apply_parsed
from tracks.operations.releases import publish_release
from tracks.operations.rollbacks import roll_back_import
from tracks.shared.content_rows import Incoming
from tracks.shared.file_digests import FileDigest
from tracks.shared.import_formats import ParsedFile
from tracks.shared.imports import Position, Resolution
from tracks.shared.kept_records import RowName, read_kept_row, revive_record

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Desk:
    """Two learners of one track; the first plans three certifications and has a target role."""

    enrolments: tuple[Enrolment, Enrolment]
    dollars: Certification
    euros: Certification
    path: Certification

    @property
    def milestone(self) -> Milestone:
        """Return the first milestone of the release, which both have still to do."""
        return list_milestones(self.enrolments[0])[0]


@pytest.fixture
def desk() -> Desk:
    track = make_paid_track()
    role = make_role()
    for rung in (2, 3):
        make_ladder_rung(track=track, rung=rung, roles=[role] if rung == 2 else [])
    planner = make_learner(target_role=role).user
    enrolments = (
        make_enrolment(user=planner, track=track),
        make_enrolment(user=make_learner(current_pay=Decimal(40_000)).user, track=track),
    )
    for one in enrolments:
        type(one.user).objects.filter(pk=one.user_id).update(last_login=NOW)
    make_rate("EUR", 2024, "0.5")
    dollars = make_certification(tracks=[(track, 1)], covers=[list_milestones(enrolments[0])[0]])
    make_claim(certification=dollars, is_preferred=True)
    make_claim(certification=dollars, amount_low=500, amount_high=500)
    make_claim(certification=dollars, is_preferred=True, field="VALIDITY")
    euros = make_certification(tracks=[(track, 2)])
    make_claim(certification=euros, is_preferred=True, currency="EUR", as_of="2024")
    path = make_certification(tracks=[(track, 2)], exam_codes=())
    make_claim(certification=path, is_preferred=True, amount_low=900, amount_high=900)
    for planned in (dollars, euros, path):
        plan_certification(user=planner, certification=planned, now=NOW)
    refresh_summaries(enrolments=enrolments, today=TODAY)
    look()
    return Desk(enrolments, dollars, euros, path)


def look() -> Any:
    return look_for_changes(now=NOW, today=TODAY)


def save(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def prefer_other_fee(desk: Desk) -> None:
    one, other = Claim.objects.filter(certification=desk.dollars, field="FEE").order_by("pk")
    save(one, is_preferred=False)
    save(other, is_preferred=True)


CHANGES: dict[str, tuple[Any, int]] = {
    "band": (lambda _: save(SalaryBand.objects.get(rung=1), low=Decimal(81_000)), 2),
    "band of a later year": (lambda _: save(SalaryBand.objects.get(rung=4), year=2025), 2),
    "hours": (lambda desk: save(desk.milestone, hours_likely=15), 2),
    "hours, past all history": (
        lambda desk: Milestone.objects.filter(pk=desk.milestone.pk).update(hours_likely=15), 2,
    ),
    "fee": (
        lambda desk: save(desk.dollars.claims.get(field="FEE", is_preferred=True),
                          amount_low=470, amount_high=470), 1,
    ),
    "fee that becomes current": (prefer_other_fee, 1),
    "validity": (lambda desk: save(desk.dollars.claims.get(field="VALIDITY"), months=24), 1),
    "coverage": (
        lambda desk: Coverage.objects.create(
            certification=desk.dollars, milestone=list_milestones(desk.enrolments[0])[3]), 1,
    ),
    "rung of a certification": (
        lambda desk: CertificationTrack.objects.filter(certification=desk.dollars).update(rung=3),
        1,
    ),
    "yearly rate": (lambda _: save(ExchangeRate.objects.get(), units_per_usd=Decimal("0.8")), 1),
    "part of a path": (
        lambda desk: make_requirement(certification=desk.path, required=desk.dollars), 1,
    ),
    "place of a role": (
        lambda _: RolePlacement.objects.update(ladder_rung=LadderRung.objects.get(rung=3)), 1,
    ),
}  # fmt: skip


def sweep() -> SweepRun:
    """Look as the periodic task does and work out what that found."""
    planned = look()
    assert planned is not None
    for pk in planned.chunks:
        assert run_chunk(pk=pk, now=NOW, today=TODAY) == JobState.READY
    run = SweepRun.objects.get(pk=planned.run.pk)
    assert run.job_state == JobState.READY
    return run


def assert_fresh(desk: Desk) -> None:
    """A reader finds nothing to do, and the next look does not either."""
    assert refresh_summaries(enrolments=desk.enrolments, today=TODAY).written == frozenset()
    assert look() is None


class TestLookForChanges:
    @pytest.mark.parametrize(("change", "concerned"), CHANGES.values(), ids=CHANGES)
    def test_sweeps_whoever_a_change_concerns(self, desk, change, concerned):
        assert look() is None
        change(desk)

        run = sweep()

        assert (run.row_count, run.written_count) == (concerned, concerned)
        assert_fresh(desk)

    def test_touches_no_learner_before_the_chunks_run(self, desk):
        before = list(ProjectionSummary.objects.order_by("pk").values())
        contexts = set(ProjectionContext.objects.values_list("pk", "version"))
        save(desk.milestone, hours_likely=15)
        # The edit itself writes nothing here.
        assert set(ProjectionContext.objects.values_list("pk", "version")) == contexts

        planned = look()

        assert list(ProjectionSummary.objects.order_by("pk").values()) == before
        assert (planned.run.context_count, planned.run.row_count) == (2, 2)

    def test_sees_hours_that_a_curator_saves_in_a_form(self, desk):
        curator = sign_in(make_staff("curator"))

        send_form(curator, find_url(desk.milestone, "change"), hours_likely=15,
                  hours_source=make_source().pk)  # fmt: skip

        assert sweep().written_count == 2
        assert_fresh(desk)

    def test_sees_a_version_that_is_restored(self, desk):
        name = RowName("milestone", desk.milestone.key)
        before = read_kept_row(name).record
        save(desk.milestone, hours_likely=15)
        sweep()

        restore_record(
            name=name,
            record=before,
            seen=read_kept_row(name).record,
            restored_by=make_staff("curator"),
            now=NOW,
        )

        assert sweep().written_count == 2
        assert_fresh(desk)

    def test_sees_an_import_and_that_it_is_rolled_back(self, desk):
        run = load_hours(desk.milestone, likely=17)
        assert sweep().written_count == 2

        roll_back_import(run=run, now=NOW)

        assert desk.milestone.hours_likely == 12
        assert sweep().written_count == 2
        assert_fresh(desk)

    def test_a_release_concerns_only_who_moves_to_it(self, desk):
        track = desk.enrolments[0].track
        last = list_milestones(desk.enrolments[0])[-1]
        Removal.objects.create(track=track, milestone=last, reason="Nobody asks for it any more.")
        track.stages.last().placements.filter(milestone=last).delete()

        assert publish_release(track=track, now=NOW) is not None

        assert look() is None
        assert refresh_summaries(enrolments=desk.enrolments, today=TODAY).written == frozenset()

    def test_a_new_year_ages_bands(self, desk):
        later = TODAY.replace(year=TODAY.year + 1)

        planned = look_for_changes(now=NOW, today=later)

        assert planned.run.row_count == 2

    def test_finds_nothing_to_do_for_a_change_that_concerns_nobody(self, desk):
        save(SalaryBand.objects.get(rung=1), note="Read again in June.")
        Learner.objects.filter(user=desk.enrolments[0].user).update(current_role="Operator")

        assert look() is None
        assert not SweepRun.objects.exists()

    def test_reaches_who_planned_an_exam_before_it_had_a_fee(self, desk):
        exam = make_certification(tracks=[(desk.enrolments[0].track, 2)])
        plan_certification(user=desk.enrolments[1].user, certification=exam, now=NOW)
        refresh_summaries(enrolments=desk.enrolments, today=TODAY)
        assert look() is None

        make_claim(certification=exam, is_preferred=True)

        assert sweep().written_count == 1
        assert_fresh(desk)

    def test_follows_a_role_to_a_rung_for_which_no_figure_differs(self, desk):
        one = desk.enrolments[1]
        for milestone in list_milestones(one):
            MilestoneState.objects.create(
                user=one.user, milestone=milestone, status=MilestoneStatus.SKIPPED, changed_at=NOW
            )
        role = make_role()
        make_ladder_rung(track=one.track, rung=4, roles=[role])
        Learner.objects.filter(user=one.user).update(target_role=role)
        refresh_summaries(enrolments=[one], today=TODAY)
        look()
        RolePlacement.objects.filter(role=role).update(ladder_rung=LadderRung.objects.get(rung=3))

        assert sweep().row_count == 1
        cache.clear()
        assert_fresh(desk)

    def test_a_reader_who_stores_after_the_look_leaves_nobody_behind(self, desk, monkeypatch):
        """One who had read the figures before the change must not move the contexts back."""
        planned = []

        def change_meanwhile(*args, **options):
            save(desk.milestone, hours_likely=16)
            planned.append(look())
            return project_many(*args, **options)

        save(desk.milestone, hours_likely=15)
        with monkeypatch.context() as patch:
            patch.setattr("progress.operations.summaries.project_many", change_meanwhile)
            refresh_summaries(enrolments=desk.enrolments[:1], today=TODAY)
        for pk in planned[0].chunks:
            run_chunk(pk=pk, now=NOW, today=TODAY)

        assert_fresh(desk)

    def test_looks_again_when_the_stamp_was_lost(self, desk):
        cache.clear()
        assert not is_looked_at(today=TODAY)

        assert look() is None
        assert is_looked_at(today=TODAY)

    def test_comes_back_while_a_sweep_is_under_way(self, desk):
        save(desk.milestone, hours_likely=15)
        planned = look()
        save(desk.milestone, hours_likely=16)

        assert look() is None
        assert not is_looked_at(today=TODAY)

        for pk in planned.chunks:
            run_chunk(pk=pk, now=NOW, today=TODAY)
        assert_fresh(desk)
        assert is_looked_at(today=TODAY)


def load_hours(milestone: Milestone, *, likely: int) -> Any:
    """Import the milestone with other hours as a data set of its own and return the run."""
    kept = read_kept_row(RowName("milestone", milestone.key)).record
    record = revive_record(MILESTONES, {**kept, "hours_likely": likely})
    incoming = Incoming(MILESTONES, record, Position("own", 1))
    return apply_parsed(
        parsed=ParsedFile(origin="own", records=(incoming,), kinds=()),
        file=FileDigest("own", "0" * 64, 1),
        format_name="own",
        now=NOW,
        resolution=Resolution.THEIRS,
    ).run
