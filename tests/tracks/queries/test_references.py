"""What refers to a row, and what only belongs to it."""

import pytest

from tracks.importers.kinds import MILESTONES, SKILLS, TRACKS
from tracks.models import Milestone, Placement, Skill, SkillGroup, Source, Stage, Track
from tracks.queries.references import find_references

pytestmark = pytest.mark.django_db


def test_counts_what_stays_by_table() -> None:
    source = Source.objects.create(key="s", title="S")
    group = SkillGroup.objects.create(key="g", name="G", source=source, position=1)
    skill = Skill.objects.create(key="k", name="K", source=source, group=group, position=1)
    for number in range(2):
        Milestone.objects.create(key=f"m{number}", title="M").skills.add(skill)
    assert find_references(kind=SKILLS, rows=[skill], going={"skill": {skill.pk}}) == [
        "skill k is used by 2 milestones."
    ]


def test_passes_over_parts_and_what_goes_too() -> None:
    track = Track.objects.create(key="t", name="T", position=1)
    stage = Stage.objects.create(track=track, key="s", title="S", level="START", rung=1, position=1)
    first, second = (Milestone.objects.create(key=key, title=key) for key in ("a", "b"))
    second.prerequisites.add(first)
    Placement.objects.create(stage=stage, milestone=first, position=1)
    rows = [first, second]
    both = {row.pk for row in rows}
    assert find_references(kind=TRACKS, rows=[track], going={"track": {track.pk}}) == []
    assert find_references(
        kind=MILESTONES, rows=rows, going={"track": {track.pk}, "milestone": both}
    ) == []  # fmt: skip
    assert find_references(kind=MILESTONES, rows=rows, going={"milestone": both}) == [
        "milestone a is used by 1 placements."
    ]
    assert find_references(
        kind=MILESTONES, rows=[first], going={"track": {track.pk}, "milestone": {first.pk}}
    ) == ["milestone a is used by 1 milestones."]
