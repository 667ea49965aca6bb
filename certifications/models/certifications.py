"""The awards themselves."""

from django.db import models
from simple_history.models import HistoricalRecords

from certifications.choices import CertificationKind, CertificationStatus, RequirementKind
from tracks.choices import Rung
from tracks.shared.provenance import ContentRow


class Certification(ContentRow):
    """An award, or something a source calls one.

    Facts that can be dated or disputed (fee, validity, renewal, prerequisites, hours)
    are claims, not columns. A certification that does not exist keeps its row, so that
    the sentence which names it can be answered. Never deleted: retired, with a successor.
    """

    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    issuer = models.ForeignKey(
        "certifications.Issuer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certifications",
    )
    kind = models.CharField(max_length=8, choices=CertificationKind)
    status = models.CharField(max_length=16, choices=CertificationStatus)
    status_date = models.DateField(null=True, blank=True)
    status_note = models.TextField(blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    summary = models.TextField(blank=True)
    url = models.URLField(max_length=300, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.short_name


class Exam(models.Model):
    """One sitting that a certification asks for; LPIC-1 asks for two."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="exams")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certification", "code"], name="certifications_exam_code_unique"
            ),
        )

    def __str__(self) -> str:
        return self.code


class CertificationRequirement(models.Model):
    """A certification that must be held first, alone or as one of several."""

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="requirements"
    )
    required = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="required_by"
    )
    kind = models.CharField(max_length=4, choices=RequirementKind)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certification", "required"], name="certifications_requirement_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.certification_id} needs {self.required_id}"


class CertificationTrack(models.Model):
    """A track that a certification belongs to and the rung that it helps to reach."""

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="track_links"
    )
    track = models.ForeignKey(
        "tracks.Track", on_delete=models.CASCADE, related_name="certification_links"
    )
    rung = models.PositiveSmallIntegerField(choices=Rung)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certification", "track"], name="certifications_track_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.certification_id} on {self.track_id}"


class Coverage(models.Model):
    """A milestone that passing the certification shows."""

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="coverage"
    )
    milestone = models.ForeignKey(
        "tracks.Milestone", on_delete=models.CASCADE, related_name="coverage"
    )

    class Meta:
        verbose_name_plural = "coverage"
        constraints = (
            models.UniqueConstraint(
                fields=["certification", "milestone"], name="certifications_coverage_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.certification_id} covers {self.milestone_id}"
