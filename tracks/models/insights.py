"""What sources say about a track besides pay: demand, outlook, factors, comparisons."""

from django.db import models
from django.db.models import F, Q

from tracks.choices import AcceleratorHorizon, DemandLevel, FactorKind, InsightKind
from tracks.shared.provenance import ContentRow, SourcedRow


class DemandIndicator(ContentRow, SourcedRow):
    """How strong demand for a track is in one sector, in the source's words."""

    track = models.ForeignKey(
        "tracks.Track", on_delete=models.CASCADE, related_name="demand_indicators"
    )
    sector = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=DemandLevel)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.sector}: {self.level}"


class Insight(ContentRow, SourcedRow):
    """A statement about a track: a strength, a trend, a growth area, a pro or a con."""

    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="insights")
    kind = models.CharField(max_length=20, choices=InsightKind)
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    tools = models.ManyToManyField("tracks.Tool", blank=True, related_name="insights")
    # The time that the statement speaks of, such as "2024-2025"; blank when it does not say.
    period = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.title


class Synergy(ContentRow, SourcedRow):
    """Why two tracks help each other."""

    tracks = models.ManyToManyField("tracks.Track", related_name="synergies")
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "synergies"

    def __str__(self) -> str:
        return self.text


class Accelerator(ContentRow, SourcedRow):
    """Something said to raise the return. It carries no number: its effect is the learner's."""

    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="accelerators")
    horizon = models.CharField(max_length=12, choices=AcceleratorHorizon)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class QualitativeFactor(ContentRow, SourcedRow):
    """A return that no number stands for, shown beside the number."""

    track = models.ForeignKey(
        "tracks.Track", on_delete=models.CASCADE, related_name="qualitative_factors"
    )
    kind = models.CharField(max_length=16, choices=FactorKind)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.text


class Transition(ContentRow, SourcedRow):
    """A move that a source says a track makes easier: to another track or another field."""

    from_track = models.ForeignKey(
        "tracks.Track", on_delete=models.CASCADE, related_name="transitions"
    )
    to_track = models.ForeignKey(
        "tracks.Track", on_delete=models.CASCADE, null=True, blank=True, related_name="arrivals"
    )
    to_field = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.from_track_id} to {self.to_field}"


class CostRange(ContentRow, SourcedRow):
    """What a source says the certifications of a track cost each, as a range."""

    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="cost_ranges")
    low = models.DecimalField(max_digits=10, decimal_places=2)
    high = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(low__lte=F("high")), name="tracks_costrange_low_not_above_high"
            ),
        )

    def __str__(self) -> str:
        return self.key


class ComparisonDimension(ContentRow):
    """A question in which any two tracks can be held side by side."""

    name = models.CharField(max_length=80)
    question = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class ComparisonEntry(SourcedRow):
    """One track's answer in one dimension."""

    dimension = models.ForeignKey(
        ComparisonDimension, on_delete=models.CASCADE, related_name="entries"
    )
    track = models.ForeignKey(
        "tracks.Track", on_delete=models.CASCADE, related_name="comparison_entries"
    )
    text = models.TextField()

    class Meta:
        verbose_name_plural = "comparison entries"
        constraints = (
            models.UniqueConstraint(
                fields=["dimension", "track"], name="tracks_comparisonentry_unique"
            ),
        )

    def __str__(self) -> str:
        return self.text


class MeetingPoint(ContentRow, SourcedRow):
    """A practice or platform where two tracks work with the same tools."""

    name = models.CharField(max_length=120)
    category = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    tracks = models.ManyToManyField("tracks.Track", related_name="meeting_points")
    tools = models.ManyToManyField("tracks.Tool", blank=True, related_name="meeting_points")
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name
