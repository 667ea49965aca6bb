"""The skills of a track as a tree: groups, skills, tools."""

from dataclasses import dataclass

from django.db.models import Prefetch

from tracks.models import Skill, SkillGroup, Tool, Track


@dataclass(frozen=True)
class SkillBranch:
    """A skill with its tools and the tracks that need it, in curated order."""

    skill: Skill
    tools: tuple[Tool, ...]
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class SkillGroupBranch:
    """A group with the skills that the asked-for tracks need."""

    group: SkillGroup
    skills: tuple[SkillBranch, ...]
    is_shared: bool


def list_skill_groups(*, tracks: tuple[Track, ...]) -> list[SkillGroupBranch]:
    """Return the skill tree of one or several tracks; five queries.

    Groups come in curated order, those of a single track before shared ones. A group
    without a skill that one of the tracks needs is left out.
    """
    wanted = {track.pk for track in tracks}
    skills = (
        Skill.objects.filter(tracks__in=wanted)
        .distinct()
        .select_related("source")
        .prefetch_related(
            Prefetch("tools", Tool.objects.order_by("name", "pk")),
            Prefetch("tracks", Track.objects.order_by("position", "pk")),
        )
        .order_by("position", "pk")
    )
    groups = (
        SkillGroup.objects.filter(skills__tracks__in=wanted)
        .distinct()
        .select_related("source")
        .prefetch_related(Prefetch("skills", skills), "tracks")
        .order_by("position", "pk")
    )
    branches = [
        SkillGroupBranch(
            group=group,
            skills=tuple(
                SkillBranch(skill, tuple(skill.tools.all()), tuple(skill.tracks.all()))
                for skill in group.skills.all()
            ),
            is_shared=len(group.tracks.all()) > 1,
        )
        for group in groups
    ]
    return sorted(branches, key=lambda branch: branch.is_shared)
