"""Tracks: their working draft, and the numbered releases that learners follow."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracks.choices import Rung, StageLevel, TimeLevel
from tracks.shared.provenance import ContentRow, SourcedRow


class Track(ContentRow):
    """A career that can be learned. Stages and placements below it are its working draft."""

    name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=160)
    summary = models.TextField()
    description = models.TextField(blank=True)
    # A colour token of the site's stylesheet, not a colour.
    colour = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class TimeInvestment(SourcedRow):
    """How many months a source says a level of a track takes."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="time_investments")
    level = models.CharField(max_length=8, choices=TimeLevel)
    low_months = models.PositiveSmallIntegerField()
    high_months = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["track", "level", "source"], name="tracks_timeinvestment_unique"
            ),
            models.CheckConstraint(
                condition=Q(low_months__lte=F("high_months")),
                name="tracks_timeinvestment_low_not_above_high",
            ),
        )

    def __str__(self) -> str:
        return f"{self.track_id} {self.level}"


class Stage(models.Model):
    """A part of a track's draft, and the ladder rung that it prepares for."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=80)
    summary = models.TextField(blank=True)
    level = models.CharField(max_length=12, choices=StageLevel)
    rung = models.PositiveSmallIntegerField(choices=Rung)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["track", "key"], name="tracks_stage_key_unique"),
        )

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    """A milestone standing in a stage of a track's draft."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="placements")
    milestone = models.ForeignKey(
        "tracks.Milestone", on_delete=models.PROTECT, related_name="placements"
    )
    position = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stage", "milestone"], name="tracks_placement_unique"),
        )

    def __str__(self) -> str:
        return f"{self.milestone_id} in {self.stage_id}"


class TrackRelease(models.Model):
    """A numbered, immutable edition of a track.

    Made by publishing the draft; never edited, never deleted. Learners are pinned to one.
    `sha256` is the digest of its stages and placements, so that publishing an unchanged
    draft is recognised.
    """

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    notes = models.TextField(blank=True)
    # Whether a curator wrote the notes; else they were made from the difference.
    has_own_notes = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["track", "number"], name="tracks_trackrelease_number_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.track} release {self.number}"


class ReleaseStage(models.Model):
    """A stage as it was when the release was published."""

    release = models.ForeignKey(TrackRelease, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=80)
    summary = models.TextField(blank=True)
    level = models.CharField(max_length=12, choices=StageLevel)
    rung = models.PositiveSmallIntegerField(choices=Rung)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["release", "key"], name="tracks_releasestage_key_unique"
            ),
        )

    def __str__(self) -> str:
        return self.title


class ReleasePlacement(models.Model):
    """A milestone as it was placed when the release was published."""

    stage = models.ForeignKey(ReleaseStage, on_delete=models.CASCADE, related_name="placements")
    milestone = models.ForeignKey(
        "tracks.Milestone", on_delete=models.PROTECT, related_name="release_placements"
    )
    # As it read then; blank in releases from before titles were kept.
    title = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["stage", "milestone"], name="tracks_releaseplacement_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.milestone_id} in {self.stage_id}"
