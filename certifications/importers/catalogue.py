"""Content files about certifications: parse, check as a whole, turn into records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from certifications import models
from certifications.choices import CertificationKind, CertificationStatus, ClaimField, FeeUnit
from tracks.models import Milestone, Source, Track
from tracks.shared.content_files import (
    Located,
    Shape,
    check_sections,
    check_unique_keys,
    read_section,
    read_yaml,
)
from tracks.shared.content_rows import Child, Incoming, Kind, Link, Record
from tracks.shared.imports import Problem
from tracks.shared.provenance import EvidenceState

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Amount = Annotated[float, Field(ge=0, le=100_000)]
Months = Annotated[int, Field(ge=1, le=240)]
Hours = Annotated[int, Field(ge=1, le=3000)]


def _to_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


class IssuerShape(Shape):
    """An organisation that awards certifications."""

    key: Key
    name: str
    url: str | None = None


class ExamShape(Shape):
    """One sitting."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: str | None = None


class TrackLinkShape(Shape):
    """A track that a certification belongs to."""

    track: Key
    rung: Annotated[int, Field(ge=1, le=4)]


class ClaimShape(Shape):
    """One dated statement of one source."""

    field: ClaimField
    exam: str | None = None
    amount_low: Amount | None = None
    amount_high: Amount | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    unit: FeeUnit | None = None
    exam_count: Annotated[int, Field(ge=1, le=20)] | None = None
    retake_included: bool | None = None
    months: Months | None = None
    every_months: Months | None = None
    does_not_expire: bool = False
    earned_from: date | None = None
    low: Hours | None = None
    high: Hours | None = None
    text: str | None = None
    source: Key
    as_of: Annotated[str, BeforeValidator(_to_text), Field(max_length=20)] | None = None
    state: EvidenceState
    preferred: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _check_field(self) -> "ClaimShape":
        if self.field == ClaimField.FEE and None in (self.amount_low, self.currency, self.unit):
            message = (
                "a FEE needs amount_low, currency and unit; leave the claim out when the fee "
                "is unknown"
            )
            raise ValueError(message)
        if self.field == ClaimField.VALIDITY and (self.months is None) != self.does_not_expire:
            message = "a VALIDITY is either months or does_not_expire; leave it out when unknown"
            raise ValueError(message)
        for low, high in ((self.amount_low, self.amount_high), (self.low, self.high)):
            if low is not None and high is not None and low > high:
                message = f"the lower value {low:g} is above the higher {high:g}; swap them"
                raise ValueError(message)
        return self


class CertificationShape(Shape):
    """A certification and everything that is said of it."""

    key: Key
    name: str
    short_name: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Key | None = None
    kind: CertificationKind
    status: CertificationStatus
    status_date: date | None = None
    status_note: str | None = None
    successor: Key | None = None
    summary: str | None = None
    url: str | None = None
    tracks: tuple[TrackLinkShape, ...] = ()
    exams: tuple[ExamShape, ...] = ()
    requires_all: tuple[Key, ...] = ()
    requires_any: tuple[Key, ...] = ()
    covers: tuple[Key, ...] = ()
    claims: tuple[ClaimShape, ...] = ()

    @model_validator(mode="after")
    def _check_claims(self) -> "CertificationShape":
        codes = {exam.code for exam in self.exams}
        unknown = sorted({one.exam for one in self.claims if one.exam} - codes)
        if unknown:
            message = f"a claim names exam {unknown[0]!r}, which is not listed under exams"
            raise ValueError(message)
        preferred = [one.exam for one in self.claims if one.preferred and one.field == "FEE"]
        if len(preferred) != len(set(preferred)):
            message = "more than one fee is preferred; mark only the one to use in budgets"
            raise ValueError(message)
        return self


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
            ("position",),
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


@dataclass
class CertificationCatalogue:
    """Checked records of all certification files."""

    issuers: list[Located[IssuerShape]] = field(default_factory=list)
    certifications: list[Located[CertificationShape]] = field(default_factory=list)


def parse_certifications(root: Path, *, problems: list[Problem]) -> CertificationCatalogue:
    """Read every file of `root`/certifications; what is wrong is added to `problems`."""
    catalogue = CertificationCatalogue()
    for path in sorted((root / "certifications").glob("*.yaml")):
        raw = read_yaml(path, root=root, problems=problems)
        if raw is None:
            continue
        check_sections(raw, ["issuers", "certifications"], problems=problems)
        catalogue.issuers += read_section(raw, "issuers", IssuerShape, problems=problems)
        catalogue.certifications += read_section(
            raw, "certifications", CertificationShape, problems=problems
        )
    check_unique_keys(catalogue.issuers, what="issuer", problems=problems)
    check_unique_keys(catalogue.certifications, what="certification", problems=problems)
    return catalogue


def check_certification_references(
    catalogue: CertificationCatalogue,
    *,
    sources: set[str],
    tracks: set[str],
    milestones: set[str],
    problems: list[Problem],
) -> None:
    """Report keys that no file declares, and certifications that require each other."""
    issuers = {one.record.key for one in catalogue.issuers}
    keys = {one.record.key for one in catalogue.certifications}
    for one in catalogue.certifications:
        record = one.record
        named: list[tuple[str, Iterable[str], set[str]]] = [
            ("issuer", [record.issuer] if record.issuer else [], issuers),
            ("successor", [record.successor] if record.successor else [], keys),
            ("requires_all", record.requires_all, keys),
            ("requires_any", record.requires_any, keys),
            ("covers", record.covers, milestones),
            ("tracks", [link.track for link in record.tracks], tracks),
            ("source", [claim.source for claim in record.claims], sources),
        ]
        for name, given, known in named:
            for key in sorted(set(given) - known):
                reason = f"{key!r} is not declared in any file. Correct it or add it."
                problems.append(Problem(one.position, name, reason))
    problems += _find_requirement_cycles(catalogue)


def _find_requirement_cycles(catalogue: CertificationCatalogue) -> Iterator[Problem]:
    needs = {
        one.record.key: {*one.record.requires_all, *one.record.requires_any}
        for one in catalogue.certifications
    }
    for one in catalogue.certifications:
        reached, frontier = set(), set(needs[one.record.key])
        while frontier:
            reached |= frontier
            frontier = {deep for key in frontier for deep in needs.get(key, ())} - reached
        if one.record.key in reached:
            reason = f"{one.record.key!r} ends up requiring itself. Break the circle."
            yield Problem(one.position, "requires_all", reason)


def list_certification_records(catalogue: CertificationCatalogue) -> list[Incoming]:
    """Return the records in the order of loading."""
    return [
        *(
            Incoming(ISSUERS, one.record.model_dump(mode="python"), one.position)
            for one in catalogue.issuers
        ),
        *(
            Incoming(CERTIFICATIONS, _certification_record(one.record), one.position)
            for one in catalogue.certifications
        ),
    ]


def _certification_record(shape: CertificationShape) -> Record:
    record: dict[str, Any] = shape.model_dump(mode="python")
    record["requires"] = [
        {"required": key, "kind": kind}
        for name, kind in (("requires_all", "ALL"), ("requires_any", "ANY"))
        for key in record.pop(name)
    ]
    record["covers"] = [{"milestone": key} for key in record["covers"]]
    for claim in record["claims"]:
        claim["months"] = claim["months"] or claim.pop("every_months", None)
        claim["amount_high"] = (
            claim["amount_low"] if claim["amount_high"] is None else claim["amount_high"]
        )
        claim["is_retake_included"] = claim.pop("retake_included")
        claim["earned_from_date"] = claim.pop("earned_from")
        claim["hours_low"], claim["hours_high"] = claim.pop("low"), claim.pop("high")
        claim["is_preferred"] = claim.pop("preferred")
    return record
