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
        Child(
            "claims",
            models.Claim,
            "certification",
            # What a claim is about and who says it when; not its place in the list, so
            # that a claim put before it does not inherit who checked it.
            ("field", "exam", "source", "as_of", "earned_from_date"),
            (
                "field",
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
                "as_of",
                "state",
                "is_preferred",
                "note",
            ),
            {"exam": Link(models.Exam, by="code", among_siblings="exams"), "source": Link(Source)},
        ),
    ),
)

# Every kind in the order of loading: what is linked to comes first.
ALL_KINDS = (ISSUERS, CERTIFICATIONS)
