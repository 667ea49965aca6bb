"""What a newer release of the followed track would change for one learner."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from progress.choices import MilestoneStatus
from progress.models import Enrolment, ReleaseMove
from progress.queries.outlines import MilestoneProgress, Outline, ProgressCount, get_outline
from progress.queries.schedules import DueRange, find_finish
from tracks.models import TrackRelease
from tracks.queries.editions import Departure
from tracks.queries.release_differences import Added, ReleaseDifference, compare_releases
from tracks.queries.release_notes import summarise_difference
from tracks.queries.tracks import find_latest_release


@dataclass(frozen=True)
class NewMilestone:
    """A milestone that the learner would gain, as they would stand in it."""

    added: Added
    after: MilestoneProgress


@dataclass(frozen=True)
class ReplacedMilestone:
    """A milestone that stands for others, and how the learner stands in each of them."""

    added: Added
    after: MilestoneProgress
    before: tuple[MilestoneProgress, ...]

    @property
    def done_count(self) -> int:
        """How many of those that it replaces are done."""
        return sum(one.status == MilestoneStatus.DONE for one in self.before)


@dataclass(frozen=True)
class RetiredMilestone:
    """A milestone that would go, and how the learner stands in it."""

    departure: Departure
    before: MilestoneProgress


@dataclass(frozen=True)
class ReleasePreview:
    """A move to a newer release: both outlines and what lies between them.

    Whatever is shown here is worked out; nothing has been written.
    """

    release: TrackRelease
    before: Outline
    after: Outline
    difference: ReleaseDifference

    @property
    def enrolment(self) -> Enrolment:
        """The enrolment as it is."""
        return self.before.enrolment

    @property
    def is_declined(self) -> bool:
        """Whether the learner has said that they stay."""
        return self.enrolment.declined_release_id == self.release.pk

    @property
    def summary(self) -> str:
        """The difference in counts: “3 new, 1 retired, 2 merged”."""
        return summarise_difference(difference=self.difference)

    @property
    def count_before(self) -> ProgressCount:
        """Where the learner stands."""
        return self.before.count

    @property
    def count_after(self) -> ProgressCount:
        """Where the learner would stand."""
        return self.after.count

    @property
    def new(self) -> tuple[NewMilestone, ...]:
        """What would be there to do, or be there done already."""
        after = _by_milestone(self.after)
        return tuple(NewMilestone(one, after[one.milestone.pk]) for one in self.difference.added)

    @property
    def replaced(self) -> tuple[ReplacedMilestone, ...]:
        """What takes the place of something else."""
        before, after = _by_milestone(self.before), _by_milestone(self.after)
        return tuple(
            ReplacedMilestone(
                one, after[one.milestone.pk], tuple(before[old.pk] for old in one.replaces)
            )
            for one in self.difference.replaced
        )

    @property
    def retired(self) -> tuple[RetiredMilestone, ...]:
        """What would go, with nothing in the track in its place."""
        before = _by_milestone(self.before)
        return tuple(
            RetiredMilestone(one, before[one.milestone.pk]) for one in self.difference.retired
        )

    @property
    def carried(self) -> tuple[MilestoneProgress, ...]:
        """What is done now and stays done in the same place or another."""
        before = _by_milestone(self.before)
        return tuple(
            one
            for one in self.after.milestones
            if one.status == MilestoneStatus.DONE and one.milestone.pk in before
        )


@dataclass(frozen=True)
class ReleaseNotice:
    """What the learner's pages say of releases: a newer one, and a move to take back."""

    offer: ReleasePreview | None = None
    last_move: ReleaseMove | None = None


def _by_milestone(outline: Outline) -> dict[int, MilestoneProgress]:
    return {one.milestone.pk: one for one in outline.milestones}


def find_newer_release(*, enrolment: Enrolment) -> TrackRelease | None:
    """Return the newest release of the track when it is ahead of the one followed."""
    newest = find_latest_release(track=enrolment.track)
    return newest if newest and newest.number > enrolment.release.number else None


def preview_release(
    *, enrolment: Enrolment, release: TrackRelease, before: Outline | None = None
) -> ReleasePreview:
    """Work out what moving to a newer release would change; about two dozen queries.

    Args:
        enrolment: Who follows what.
        release: A newer release of the same track.
        before: The outline as it is, if the caller has read it.
    """
    there = copy(enrolment)
    there.release = release
    return ReleasePreview(
        release=release,
        before=before or get_outline(enrolment=enrolment),
        after=get_outline(enrolment=there),
        difference=compare_releases(before=enrolment.release, after=release),
    )


def get_release_notice(*, enrolment: Enrolment, outline: Outline | None = None) -> ReleaseNotice:
    """Return what to say about releases; one query while the first release is the newest."""
    newest = find_newer_release(enrolment=enrolment)
    return ReleaseNotice(
        offer=preview_release(enrolment=enrolment, release=newest, before=outline)
        if newest
        else None,
        last_move=find_undoable_move(enrolment=enrolment),
    )


def find_undoable_move(*, enrolment: Enrolment) -> ReleaseMove | None:
    """Return the move that led to the release followed now, or None."""
    if enrolment.release.number == 1:
        return None
    last = (
        ReleaseMove.objects.filter(enrolment=enrolment, undone_at__isnull=True)
        .select_related("from_release", "to_release")
        .order_by("-pk")
        .first()
    )
    return last if last and last.to_release_id == enrolment.release_id else None


def list_release_moves(*, user: User) -> QuerySet[ReleaseMove]:
    """Return all moves of a learner, the newest first."""
    return (
        ReleaseMove.objects.filter(enrolment__user=user)
        .select_related(
            "enrolment__track", "enrolment__user", "from_release__track", "to_release__track"
        )
        .order_by("-pk")
    )


def compare_finish(
    *, preview: ReleasePreview, schedule: Callable[[Outline], dict[int, DueRange]]
) -> tuple[DueRange | None, DueRange | None]:
    """Return when the track would be finished before and after the move.

    Args:
        preview: The move.
        schedule: Gives the due ranges of an outline at the learner's pace.
    """
    return find_finish(schedule(preview.before)), find_finish(schedule(preview.after))
