"""What the catalogue has for the curator's board."""

from django.utils import timezone

from tracks.admin.milestones import GAPS
from tracks.choices import DraftState, EvidenceState, ImportStage, LinkState, RevisionState
from tracks.models import (
    Accelerator,
    CostRange,
    DemandIndicator,
    DraftMilestone,
    ImportRun,
    Insight,
    LadderRung,
    LinkCheck,
    MeetingPoint,
    Milestone,
    QualitativeFactor,
    Revision,
    SalaryBand,
    Synergy,
    Track,
    Transition,
)
from tracks.operations.releases import list_unpublished_tracks
from tracks.queries.applicable_bands import list_projected_bands
from tracks.shared.board import Board, BoardTask, count_evidence, register_board
from tracks.shared.job_rows import JobState

# Every sourced table that has a list of its own.
SOURCED = (
    SalaryBand,
    LadderRung,
    CostRange,
    DemandIndicator,
    Insight,
    Accelerator,
    QualitativeFactor,
    Transition,
    Synergy,
    MeetingPoint,
)


def _count_gap(gap: str, words: str, why: str) -> BoardTask:
    count = Milestone.objects.filter(GAPS[gap][1]).distinct().count()
    return BoardTask(Milestone, count, words, why, f"gap={gap}")


def _count_used_bands(state: EvidenceState, words: str, why: str) -> BoardTask:
    count = SalaryBand.objects.filter(pk__in=list_projected_bands(), state=state).count()
    return BoardTask(SalaryBand, count, words, why, f"use=projected&state__exact={state}")


def _count_waiting_imports() -> BoardTask:
    waiting = {"stage": ImportStage.PLANNED, "job_state": JobState.READY}
    return BoardTask(
        ImportRun,
        ImportRun.objects.filter(**waiting).count(),
        "uploaded files waiting for a decision",
        "Nothing of them is written before an approver has read the plan.",
        "&".join(f"{name}__exact={value}" for name, value in waiting.items()),
    )


def make_catalogue_board() -> Board:
    """Count open figures and gaps of tracks and milestones."""
    return Board(
        evidence=count_evidence(SOURCED, today=timezone.localdate()),
        tasks=(
            BoardTask(
                Revision,
                Revision.objects.filter(state=RevisionState.IN_REVIEW).count(),
                "changes waiting for a second person",
                "Pages and projections keep the old figure until one is published.",
                f"state__exact={RevisionState.IN_REVIEW}",
            ),
            _count_waiting_imports(),
            _count_used_bands(
                EvidenceState.UNSOURCED,
                "unsourced pay bands in projections",
                "Learners’ ranges rest on them. Name a source, or withdraw them.",
            ),
            _count_used_bands(
                EvidenceState.DISPUTED,
                "disputed pay bands in projections",
                "Another source says something else. Decide which one stands.",
            ),
            BoardTask(
                Track,
                len(list_unpublished_tracks()),
                "tracks with unpublished changes",
                "Learners do not see a change before it is published.",
                "draft=changed",
            ),
            BoardTask(
                DraftMilestone,
                DraftMilestone.objects.filter(state=DraftState.WAITING).count(),
                "draft milestones waiting",
                "Roadmaps suggest them; accept or decline them.",
                f"state__exact={DraftState.WAITING}",
            ),
            BoardTask(
                LinkCheck,
                LinkCheck.objects.filter(state=LinkState.DEAD).count(),
                "dead links",
                "Learners would meet an error page. Each row says where it is mended.",
                f"state__exact={LinkState.DEAD}",
            ),
            _count_gap("hours", "milestones without hours", "They cannot be planned."),
            _count_gap("place", "milestones in no track", "Nobody can reach them."),
            _count_gap(
                "reach",
                "milestones placed before what they need",
                "They cannot be reached, and their track cannot be published.",
            ),
            _count_gap("resources", "milestones without resources", "Nothing teaches them."),
            _count_gap(
                "successor",
                "milestones retired without successor or reason",
                "They block the next release.",
            ),
        ),
    )


register_board(name="tracks", board=make_catalogue_board)
