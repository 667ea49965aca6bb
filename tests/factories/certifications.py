"""Rows of the certification catalogue: valid by default, everything can be overridden."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from certifications import models
from certifications.choices import (
    CertificationKind,
    CertificationStatus,
    ClaimField,
    FeeUnit,
    RequirementKind,
)
from tests.factories.tracks import make_key, make_milestone, make_source
from tracks.models import Milestone, Track


def make_issuer(**overrides: Any) -> models.Issuer:
    key = overrides.pop("key", None) or make_key("issuer")
    values = {"name": f"Issuer {key}", "url": "https://example.org/issuer"}
    return models.Issuer.objects.create(key=key, **{**values, **overrides})


def make_certification(
    *,
    tracks: Sequence[tuple[Track, int]] = (),
    exam_codes: Sequence[str] = ("EX100",),
    covers: Sequence[Milestone] = (),
    **overrides: Any,
) -> models.Certification:
    """Make an active certification with its exams; `tracks` pairs a track with a rung."""
    key = overrides.pop("key", None) or make_key("certification")
    overrides["issuer"] = overrides["issuer"] if "issuer" in overrides else make_issuer()
    values = {
        "name": f"Certification {key}",
        "short_name": key.upper(),
        "kind": CertificationKind.EXAM,
        "status": CertificationStatus.ACTIVE,
        "summary": "What it proves.",
        "url": "https://example.org/certification",
    }
    row = models.Certification.objects.create(key=key, **{**values, **overrides})
    for position, code in enumerate(exam_codes, start=1):
        make_exam(certification=row, code=code, position=position)
    for position, (track, rung) in enumerate(tracks, start=1):
        models.CertificationTrack.objects.create(
            certification=row, track=track, rung=rung, position=position
        )
    for milestone in covers:
        make_coverage(certification=row, milestone=milestone)
    return row


def make_exam(**overrides: Any) -> models.Exam:
    certification = overrides.pop("certification", None) or make_certification(exam_codes=())
    values = {
        "code": make_key("EX"),
        "name": "An exam",
        "position": certification.exams.count() + 1,
    }
    return models.Exam.objects.create(certification=certification, **{**values, **overrides})


def make_requirement(
    *, certification: models.Certification, required: models.Certification, **overrides: Any
) -> models.CertificationRequirement:
    values = {"kind": RequirementKind.ALL}
    return models.CertificationRequirement.objects.create(
        certification=certification, required=required, **{**values, **overrides}
    )


def make_coverage(**overrides: Any) -> models.Coverage:
    certification = overrides.pop("certification", None) or make_certification()
    milestone = overrides.pop("milestone", None) or make_milestone()
    return models.Coverage.objects.create(
        certification=certification, milestone=milestone, **overrides
    )


def make_claim(**overrides: Any) -> models.Claim:
    """Make a claim, by default a fee of 450 USD for the whole certification."""
    certification = overrides.pop("certification", None) or make_certification()
    source = overrides.pop("source", None) or make_source()
    field = overrides.pop("field", ClaimField.FEE)
    by_field: dict[ClaimField, dict[str, Any]] = {
        ClaimField.FEE: {
            "amount_low": Decimal(450),
            "amount_high": Decimal(450),
            "currency": "USD",
            "unit": FeeUnit.ONE_OFF,
        },
        ClaimField.VALIDITY: {"months": 36},
        ClaimField.RENEWAL: {"months": 36, "text": "Pass the exam again."},
        ClaimField.PREREQUISITE: {"text": "None."},
        ClaimField.PREP_HOURS: {"hours_low": 80, "hours_high": 140},
        ClaimField.STATUS: {"text": "Still offered."},
    }
    values = {
        "key": make_key("claim"),
        "as_of": "2026-08-09",
        "position": certification.claims.count() + 1,
        **by_field[ClaimField(field)],
    }
    return models.Claim.objects.create(
        certification=certification, source=source, field=field, **{**values, **overrides}
    )
