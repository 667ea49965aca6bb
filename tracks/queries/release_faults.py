"""What stands in the way of publishing a draft."""

from collections.abc import Iterable

from tracks.models import Milestone
from tracks.queries.editions import Departure, Edition


def list_release_faults(*, draft: Edition, departures: Iterable[Departure]) -> list[str]:
    """Return every reason to refuse the draft, in sentences that say how to mend it.

    Args:
        draft: The draft, with the prerequisites of its milestones prefetched.
        departures: What is said of milestones of the last release that it gives up.
    """
    if not draft.placed:
        return ["It has no stages with milestones."]
    return [
        *_find_order_faults(draft),
        *_find_milestone_faults(draft),
        *_find_lost_milestones(draft, list(departures)),
    ]


def _find_order_faults(draft: Edition) -> list[str]:
    reasons, seen = [], set()
    circles = _find_circles(draft)
    for circle in circles:
        chain = " needs ".join(f"“{one}”" for one in [*circle, circle[0]])
        reasons.append(f"{chain}: that is a circle. Take one of these prerequisites away.")
    in_circle = {(one.pk, other.pk) for circle in circles for one in circle for other in circle}
    for stage in draft.stages:
        for placed in stage.milestones:
            milestone = placed.milestone
            reasons += [
                f"“{milestone}” in “{stage.title}” needs “{needed}”, which is not placed before it."
                for needed in milestone.prerequisites.all()
                if needed.pk not in seen and (milestone.pk, needed.pk) not in in_circle
            ]
            seen.add(milestone.pk)
    return reasons


def _find_circles(draft: Edition) -> list[list[Milestone]]:
    """Return circles of prerequisites among the placed milestones, no milestone in two."""
    placed = {one.milestone.pk: one.milestone for one in draft.placed}
    needs = {
        pk: [needed.pk for needed in milestone.prerequisites.all() if needed.pk in placed]
        for pk, milestone in placed.items()
    }
    done: set[int] = set()
    circles = []
    for start in placed:
        circle = _walk(start, needs, done)
        if circle:
            circles.append([placed[pk] for pk in circle])
    return circles


def _walk(start: int, needs: dict[int, list[int]], done: set[int]) -> list[int]:
    """Follow prerequisites from a milestone, depth first; return the first circle met.

    `done` collects what has been looked at, so that all walks together look once.
    """
    if start in done:
        return []
    path, on_path = [start], {start}
    branches = [iter(needs[start])]
    while branches:
        following = next(branches[-1], None)
        if following is None:
            branches.pop()
            done.add(path.pop())
            on_path = set(path)
        elif following in on_path:
            circle = path[path.index(following) :]
            done |= on_path
            return circle
        elif following not in done:
            path.append(following)
            on_path.add(following)
            branches.append(iter(needs[following]))
    return []


def _find_milestone_faults(draft: Edition) -> list[str]:
    reasons, seen = [], set()
    for stage in draft.stages:
        for placed in stage.milestones:
            milestone = placed.milestone
            if milestone.pk in seen:
                reasons.append(f"“{milestone}” is placed again in “{stage.title}”. Keep one.")
                continue
            seen.add(milestone.pk)
            if milestone.hours_likely is None:
                reasons.append(f"“{milestone}” has no hours, so nobody can plan with it.")
            if milestone.retired_at is not None:
                reasons.append(
                    f"“{milestone}” in “{stage.title}” is retired. Take it out, place what "
                    "replaces it, or bring it back into use."
                )
    return reasons


def _find_lost_milestones(draft: Edition, departures: list[Departure]) -> list[str]:
    reasons = []
    said = {one.milestone.pk: one for one in departures}
    for one in departures:
        if not one.is_explained:
            reasons.append(
                f"“{one.milestone}” was in the last release and is gone. Say what replaces it "
                "or why: where it is retired, or among the removals of this track; or place it "
                "again."
            )
        elif one.successor and not draft.has(one.successor):
            if one.successor.retired_at and one.successor.pk not in said:
                reasons.append(
                    f"“{one.milestone}” is replaced by “{one.successor}”, which is retired "
                    "itself. Name a milestone that is in use."
                )
            elif _leads_back(one, said):
                reasons.append(
                    f"“{one.milestone}” is replaced by “{one.successor}”, which in the end is "
                    "replaced by it. Name one that stays."
                )
    return reasons


def _leads_back(start: Departure, said: dict[int, Departure]) -> bool:
    seen = {start.milestone.pk}
    one: Departure | None = start
    while one is not None and one.successor is not None:
        if one.successor.pk in seen:
            return True
        seen.add(one.successor.pk)
        one = said.get(one.successor.pk)
    return False
