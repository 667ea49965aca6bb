"""Occupations of the US classification (O*NET), and which of our roles come near them.

The workbooks of O*NET are loaded one by one and in any order, so each has a table of its
own; what they say of one occupation is joined by its code. A release replaces the
technologies and titles of an occupation as a whole, so each list is one value.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from tracks.choices import MatchQuality
from tracks.shared.provenance import ContentRow


class OnetRow(ContentRow):
    """What the O*NET database says of one occupation or one of its own terms."""

    source = models.ForeignKey("tracks.Source", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def occupation_code() -> Any:
    """Return a column for a code such as 15-1244.00, which is unique in its table."""
    return models.CharField("O*NET-SOC code", max_length=10, unique=True)


class Occupation(OnetRow):
    """An occupation; wage statistics know it by the code without the suffix."""

    code = occupation_code()
    # 15-1244 for 15-1244.00: the code of the Standard Occupational Classification.
    soc_code = models.CharField("SOC code", max_length=7, db_index=True)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class JobZone(OnetRow):
    """How much preparation a group of occupations needs, from 1 (little) to 5 (extensive)."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=160)
    experience = models.TextField(blank=True)
    education = models.TextField(blank=True)
    training = models.TextField(blank=True)
    examples = models.TextField(blank=True)
    # Specific vocational preparation, in the data set's own words: "(4.0 to < 6.0)".
    svp_range = models.CharField("SVP range", max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class OccupationZone(OnetRow):
    """The job zone of one occupation; occupations that were not rated have no row."""

    code = occupation_code()
    zone = models.PositiveSmallIntegerField("job zone")
    # Month in which it was rated, as 2023-08.
    as_of = models.CharField(max_length=7, blank=True)
    rated_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.code} in job zone {self.zone}"


class OccupationTechnologies(OnetRow):
    """The software that an occupation uses.

    `technologies` is a list of {name, category, is_hot, is_in_demand}: *hot* is often
    asked for in all job advertisements, *in demand* often in those of this occupation.
    """

    code = occupation_code()
    technologies = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "occupation technologies"

    def __str__(self) -> str:
        return f"{self.code}: {len(self.technologies)} technologies"


class OccupationTitles(OnetRow):
    """The titles under which an occupation is also known.

    `titles` is a list of {title, short_title}; the short title is blank where the data
    set gives none.
    """

    code = occupation_code()
    titles = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "occupation titles"

    def __str__(self) -> str:
        return f"{self.code}: {len(self.titles)} titles"


class PreparationCategory(OnetRow):
    """A step of one of the scales on which O*NET asks for education and experience."""

    element = models.CharField(max_length=80)
    scale = models.CharField(max_length=2)
    category = models.PositiveSmallIntegerField()
    description = models.TextField()

    class Meta:
        verbose_name_plural = "preparation categories"
        constraints = (
            models.UniqueConstraint(
                fields=["scale", "category"], name="tracks_preparationcategory_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.element} {self.category}"


class OccupationMatch(ContentRow):
    """Our decision which occupation a role belongs to, or that none fits, and why.

    The occupation is named by code and title, not linked: content can be loaded where
    the O*NET workbooks never were.
    """

    role = models.ForeignKey(
        "tracks.Role", on_delete=models.CASCADE, related_name="occupation_matches"
    )
    quality = models.CharField(max_length=16, choices=MatchQuality)
    occupation_code = models.CharField("O*NET-SOC code", max_length=10, blank=True)
    occupation_title = models.CharField(max_length=160, blank=True)
    reason = models.TextField()
    decided_by = models.CharField(max_length=80)
    decided_on = models.DateField()
    # Its place in the content file: the nearest occupation of a role stands first.
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "occupation match"
        verbose_name_plural = "occupation matches"
        constraints = (
            models.UniqueConstraint(
                fields=["role", "occupation_code"], name="tracks_occupationmatch_unique"
            ),
            # No match names no occupation; every other quality names one.
            models.CheckConstraint(
                condition=(
                    Q(quality=MatchQuality.NONE, occupation_code="", occupation_title="")
                    | (~Q(quality=MatchQuality.NONE) & ~Q(occupation_code=""))
                ),
                name="tracks_occupationmatch_names_one_or_none",
                violation_error_message=(
                    "Name an occupation, or choose “no occupation fits” and leave it empty."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.key
