"""How each sort of content record maps to a table of this app, in the order of loading."""

from certifications import models
from tracks.models import Milestone, Source, Track
from tracks.shared.content_rows import Child, Kind, Link

ISSUERS = Kind("issuer", models.Issuer, columns=("name", "url"))
CERTIFICATIONS = Kind(
    "certification",
    models.Certification,
    columns=(
        "name",
        "short_name",
        "kind",
        "status",
        "status_date",
        "status_note",
        "summary",
        "url",
    ),
    links={"issuer": Link(models.Issuer), "successor": Link(models.Certification)},
    children=(
        Child("exams", models.Exam, "certification", ("code",), ("code", "name")),
        Child(
            "tracks",
            models.CertificationTrack,
            "certification",
            ("track",),
            ("rung",),
            {"track": Link(Track)},
        ),
        Child(
            "requires",
            models.CertificationRequirement,
            "certification",
            ("required",),
            ("kind",),
            {"required": Link(models.Certification)},
            is_ordered=False,
        ),
        Child(
            "covers",
            models.Coverage,
            "certification",
            ("milestone",),
            (),
            {"milestone": Link(Milestone)},
            is_ordered=False,
        ),
    ),
)

# In the files claims stand below their certification; each is a record of its own.
CLAIMS = Kind(
    "claim",
    models.Claim,
    columns=(
        "field",
        "scope",
        "amount_low",
        "amount_high",
        "currency",
        "unit",
        "exam_count",
        "is_retake_included",
        "months",
        "does_not_expire",
        "earned_from_date",
        "hours_low",
        "hours_high",
        "text",
        "url",
        "as_of",
        "state",
        "is_preferred",
        "note",
    ),
    links={
        "certification": Link(models.Certification),
        "exam": Link(models.Exam, by="code", within="certification"),
        "source": Link(Source),
    },
    is_numbered=True,
)

# Every kind in the order of loading: what is linked to comes first.
ALL_KINDS = (ISSUERS, CERTIFICATIONS, CLAIMS)
