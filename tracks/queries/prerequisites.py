"""What milestones need before they can be begun."""

from collections.abc import Iterable

from tracks.models import Milestone


def find_circle(*, milestone: Milestone, needed: Iterable[Milestone]) -> Milestone | None:
    """Return a prerequisite that in the end needs the milestone itself, or None.

    One query, of all prerequisite pairs.
    """
    pairs = Milestone.prerequisites.through.objects.values_list(
        "from_milestone_id", "to_milestone_id"
    )
    needs: dict[int, list[int]] = {}
    for one, other in pairs:
        needs.setdefault(one, []).append(other)
    for start in needed:
        seen, open_ids = set(), [start.pk]
        while open_ids:
            current = open_ids.pop()
            if current == milestone.pk:
                return start
            if current not in seen:
                seen.add(current)
                open_ids += needs.get(current, [])
    return None
