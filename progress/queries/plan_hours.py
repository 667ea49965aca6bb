"""How many hours of a release are left: the arithmetic that one learner and a sweep share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from progress.choices import MilestoneStatus
from progress.queries.outlines import CLOSED, Outline
from tracks.choices import Rung
from tracks.models import ReleasePlacement

_ALL_RUNGS = range(min(Rung), max(Rung) + 1)


class PlacedHours(NamedTuple):
    """A milestone as a release places it: rung of its stage and likely hours, None unknown."""

    milestone_id: int
    rung: int
    hours_likely: int | None
    is_optional: bool


@dataclass(frozen=True, slots=True)
class PlanHours:
    """What is left of a release for one learner, in nominal hours.

    `left_by_rung` counts what is open and counts; `counting_rungs` have at least one
    milestone that counts. `reached[i]` is the sum up to and with placement i. `open` are
    the ids of milestones whose hours are left.
    """

    placed: tuple[PlacedHours, ...]
    left_by_rung: dict[int, int]
    counting_rungs: frozenset[int]
    reached: tuple[int, ...]
    open: tuple[int, ...] = ()

    def find_exam_hours(
        self, *, covered: frozenset[int], rung: int, studied_rungs: range = _ALL_RUNGS
    ) -> int:
        """Return the hours before an exam can be sat.

        That is after the last milestone that it covers or, when the release places none of
        them, after the bundle of the rung that it belongs to. Only hours of `studied_rungs`
        pass; an exam about what lies below them can be sat today.
        """
        by_cover, by_bundle, total, before = None, 0, 0, 0
        for one, reached in zip(self.placed, self.reached, strict=True):
            total += reached - before if one.rung in studied_rungs else 0
            before = reached
            if one.milestone_id in covered and not one.is_optional:
                by_cover = total
            if one.rung <= rung:
                by_bundle = total
        return by_bundle if by_cover is None else by_cover


def count_plan_hours(placed: tuple[PlacedHours, ...], statuses: Mapping[int, str]) -> PlanHours:
    """Count what is left; `statuses` are by milestone, those to do may be left out.

    The rules are those of `outlines.MilestoneProgress`: skipped milestones and optional
    ones that nobody started do not count.
    """
    total, reached, still_open = 0, [], []
    left: dict[int, int] = {}
    counting = set()
    for milestone_id, rung, hours, is_optional in placed:
        status = statuses.get(milestone_id, MilestoneStatus.TODO)
        is_out = status == MilestoneStatus.SKIPPED or (
            is_optional and status == MilestoneStatus.TODO
        )
        if not is_out:
            counting.add(rung)
            if status not in CLOSED:
                total += hours or 0
                left[rung] = left.get(rung, 0) + (hours or 0)
                still_open.append(milestone_id)
        reached.append(total)
    return PlanHours(placed, left, frozenset(counting), tuple(reached), tuple(still_open))


def count_hours_of_outline(outline: Outline) -> PlanHours:
    """Count what is left of an outline that was read already."""
    placed = tuple(
        PlacedHours(one.milestone.pk, part.stage.rung, one.milestone.hours_likely, one.is_optional)
        for part in outline.stages
        for one in part.milestones
    )
    return count_plan_hours(placed, {one.milestone.pk: one.status for one in outline.milestones})


def list_placed_hours(*, releases: Iterable[int]) -> dict[int, tuple[PlacedHours, ...]]:
    """Return what each release places, in its order, by id of the release; one query."""
    rows = (
        ReleasePlacement.objects.filter(stage__release__in=list(releases))
        .order_by("stage__position", "stage__pk", "position", "pk")
        .values_list(
            "stage__release", "milestone", "stage__rung", "milestone__hours_likely", "is_optional"
        )
    )
    placed: dict[int, list[PlacedHours]] = {}
    for release, milestone, rung, hours, is_optional in rows:
        one = PlacedHours(milestone, rung, hours, is_optional)
        placed.setdefault(release, []).append(one)
    return {release: tuple(of_release) for release, of_release in placed.items()}
