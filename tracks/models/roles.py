"""Jobs and the ladder between them."""

from django.db import models
from simple_history.models import HistoricalRecords

from tracks.choices import Rung
from tracks.shared.provenance import ContentRow, SourcedRow


class Role(ContentRow):
    """A job title that a track can lead to."""

    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    aliases = models.JSONField(default=list, blank=True)
    # US Standard Occupational Classification code, blank where none fits.
    soc_code = models.CharField(max_length=10, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.title


class LadderRung(SourcedRow):
    """One rung of one track's ladder and the roles that stand on it."""

    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="ladder_rungs")
    rung = models.PositiveSmallIntegerField(choices=Rung)
    name = models.CharField(max_length=60)
    roles = models.ManyToManyField(Role, through="RolePlacement", related_name="rungs")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["track", "rung"], name="tracks_ladderrung_unique"),
        )

    def __str__(self) -> str:
        return f"{self.track_id} · {self.name}"


class RolePlacement(models.Model):
    """A role standing on a rung, in the order that the source lists it."""

    ladder_rung = models.ForeignKey(LadderRung, on_delete=models.CASCADE, related_name="placements")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["ladder_rung", "role"], name="tracks_roleplacement_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role_id} on {self.ladder_rung_id}"
