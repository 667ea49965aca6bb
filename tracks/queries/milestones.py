"""One milestone with everything around it."""

from dataclasses import dataclass

from tracks.models import Milestone, ReleasePlacement, Resource, Skill, Tool
from tracks.queries.tracks import list_placements


@dataclass(frozen=True)
class MilestonePage:
    """A milestone, what it needs and leads to, what teaches it and which tracks place it."""

    milestone: Milestone
    placements: tuple[ReleasePlacement, ...]
    needs: tuple[Milestone, ...]
    leads_to: tuple[Milestone, ...]
    resources: tuple[Resource, ...]
    skills: tuple[Skill, ...]
    tools: tuple[Tool, ...]


def get_milestone_page(*, key: str) -> MilestonePage:
    """Return a milestone that a published track places, or that was retired; seven queries.

    Placements are those of the newest releases, in the tracks' curated order. What it
    leads to leaves out milestones that no published track places.

    Raises:
        Milestone.DoesNotExist: When there is none, or none that has ever been published.
    """
    milestone = Milestone.objects.select_related("successor", "hours_source").get(key=key)
    placements = tuple(
        list_placements()
        .filter(milestone=milestone)
        .select_related("stage__release__track")
        .order_by("stage__release__track__position", "pk")
    )
    if not placements and not milestone.release_placements.exists():
        message = f"{key} has never been published"
        raise Milestone.DoesNotExist(message)
    placed = list_placements().values("milestone")
    return MilestonePage(
        milestone=milestone,
        placements=placements,
        needs=tuple(milestone.prerequisites.order_by("title", "pk")),
        leads_to=tuple(milestone.leads_to.filter(pk__in=placed).order_by("title", "pk")),
        resources=tuple(milestone.resources.order_by("position", "pk")),
        skills=tuple(milestone.skills.select_related("group").order_by("name", "pk")),
        tools=tuple(milestone.tools.order_by("name", "pk")),
    )
