"""What can be learned: groups, skills and the tools that go with them."""

from django.db import models

from tracks.shared.provenance import ContentRow


class Tool(ContentRow):
    """A named piece of software or service that skills and milestones use."""

    name = models.CharField(max_length=80)
    url = models.URLField(max_length=300, blank=True)
    summary = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class SkillGroup(ContentRow):
    """A branch of the mind map; shared groups belong to several tracks."""

    name = models.CharField(max_length=80)
    tracks = models.ManyToManyField("tracks.Track", related_name="skill_groups")
    source = models.ForeignKey("tracks.Source", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class Skill(ContentRow):
    """One thing somebody can be good at."""

    group = models.ForeignKey(SkillGroup, on_delete=models.PROTECT, related_name="skills")
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)
    tools = models.ManyToManyField(Tool, blank=True, related_name="skills")
    # Tracks that need the skill; a subset of its group's tracks or wider when it is shared.
    tracks = models.ManyToManyField("tracks.Track", related_name="skills")
    source = models.ForeignKey("tracks.Source", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name
