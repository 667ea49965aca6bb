"""Editions of a track without a database, for tests of what is worked out from them."""

from collections.abc import Sequence

from tracks.models import Milestone
from tracks.queries.editions import Edition, EditionStage, PlacedMilestone


def make_edition(*stages: Sequence[Milestone], optional: Sequence[Milestone] = ()) -> Edition:
    """Make an edition whose stages are called “Stage 1”, “Stage 2” and so on."""
    return Edition(
        tuple(
            make_stage(f"stage-{number}", f"Stage {number}", milestones, optional)
            for number, milestones in enumerate(stages, start=1)
        )
    )


def make_stage(
    key: str, title: str, milestones: Sequence[Milestone], optional: Sequence[Milestone] = ()
) -> EditionStage:
    return EditionStage(
        key=key,
        title=title,
        summary="",
        level="CORE",
        rung=1,
        position=1,
        milestones=tuple(
            PlacedMilestone(milestone, position, milestone in optional, milestone.title)
            for position, milestone in enumerate(milestones, start=1)
        ),
    )


def make_loose_milestone(pk: int, title: str = "") -> Milestone:
    """Make a milestone that no database holds."""
    return Milestone(pk=pk, key=f"milestone-{pk}", title=title or f"M{pk}", hours_likely=5)
