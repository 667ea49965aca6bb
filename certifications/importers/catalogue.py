"""Content files about certifications: parse, check as a whole, turn into records."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from certifications.importers.kinds import CERTIFICATIONS, CLAIMS, ISSUERS
from certifications.importers.shapes import CertificationShape, ClaimShape, IssuerShape
from certifications.models.claims import make_claim_key
from tracks.shared.content_files import (
    Located,
    check_sections,
    check_unique_keys,
    is_in_circle,
    list_declared_keys,
    read_section,
    read_yaml,
)
from tracks.shared.content_rows import Incoming, Record
from tracks.shared.imports import Problem


@dataclass
class CertificationCatalogue:
    """Checked records of all certification files."""

    issuers: list[Located[IssuerShape]] = field(default_factory=list)
    certifications: list[Located[CertificationShape]] = field(default_factory=list)
    # Keys by section, also of records that have a fault and are in neither list.
    declared: dict[str, set[str]] = field(
        default_factory=lambda: {"issuers": set(), "certifications": set()}
    )
    # Whether every file could be read, so that a key that is not declared is missing.
    is_whole: bool = True


def parse_certifications(root: Path, *, problems: list[Problem]) -> CertificationCatalogue:
    """Read every file of `root`/certifications; what is wrong is added to `problems`."""
    catalogue = CertificationCatalogue()
    for path in sorted((root / "certifications").rglob("*.yaml")):
        raw = read_yaml(path, root=root, problems=problems)
        if raw is None:
            catalogue.is_whole = False
            continue
        check_sections(raw, list(catalogue.declared), problems=problems)
        catalogue.issuers += read_section(raw, "issuers", IssuerShape, problems=problems)
        catalogue.certifications += read_section(
            raw, "certifications", CertificationShape, problems=problems
        )
        for section, keys in catalogue.declared.items():
            keys.update(list_declared_keys(raw, section))
    check_unique_keys(catalogue.issuers, what="issuer", problems=problems)
    check_unique_keys(catalogue.certifications, what="certification", problems=problems)
    for one in catalogue.certifications:
        problems += _find_claim_faults(one)
        problems += _find_double_requirements(one)
    return catalogue


def _find_claim_faults(one: Located[CertificationShape]) -> Iterator[Problem]:
    codes = {exam.code for exam in one.record.exams}
    preferred: set[str | None] = set()
    for index, claim in enumerate(one.record.claims):
        if claim.exam is not None and claim.exam not in codes:
            reason = f"{claim.exam!r} is not listed under exams. Correct it or add the exam."
            yield Problem(one.locate("claims", index, "exam"), "exam", reason)
        if claim.field == "FEE" and claim.preferred:
            if claim.exam in preferred:
                reason = "more than one fee is preferred. Mark only the one to use in budgets."
                yield Problem(one.locate("claims", index, "preferred"), "preferred", reason)
            preferred.add(claim.exam)


def _find_double_requirements(one: Located[CertificationShape]) -> Iterator[Problem]:
    for key in sorted({*one.record.requires_all} & {*one.record.requires_any}):
        reason = f"{key!r} is also in requires_all. Keep one."
        yield Problem(one.locate("requires_any"), "requires_any", reason)


def check_certification_references(
    catalogue: CertificationCatalogue,
    *,
    sources: set[str],
    tracks: set[str],
    milestones: set[str],
    problems: list[Problem],
) -> None:
    """Report keys that no file declares, and circles of requirements or successors."""
    known = {
        "issuer": catalogue.declared["issuers"],
        "successor": catalogue.declared["certifications"],
        "requires_all": catalogue.declared["certifications"],
        "requires_any": catalogue.declared["certifications"],
        "covers": milestones,
        "track": tracks,
        "source": sources,
    }
    for one in catalogue.certifications:
        for path, key in _list_references(one.record):
            name = next(part for part in reversed(path) if isinstance(part, str))
            if key not in known[name]:
                reason = f"{key!r} is not declared in any file. Correct it or add it."
                problems.append(Problem(one.locate(*path), name, reason))
    problems += _find_circles(catalogue)


def _list_references(record: CertificationShape) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("issuer", "successor"):
        if getattr(record, name) is not None:
            yield (name,), getattr(record, name)
    for name in ("requires_all", "requires_any", "covers"):
        for index, key in enumerate(getattr(record, name)):
            yield (name, index), key
    for index, link in enumerate(record.tracks):
        yield ("tracks", index, "track"), link.track
    for index, claim in enumerate(record.claims):
        yield ("claims", index, "source"), claim.source


def _find_circles(catalogue: CertificationCatalogue) -> Iterator[Problem]:
    records = [one.record for one in catalogue.certifications]
    needs: Mapping[str, Iterable[str]] = {
        one.key: (*one.requires_all, *one.requires_any) for one in records
    }
    successors = {one.key: (one.successor,) for one in records if one.successor}
    for one in catalogue.certifications:
        key = one.record.key
        if is_in_circle(key, needs):
            name = "requires_all" if one.record.requires_all else "requires_any"
            reason = f"{key!r} ends up requiring itself. Break the circle."
            yield Problem(one.locate(name), name, reason)
        if is_in_circle(key, successors):
            reason = f"{key!r} ends up replacing itself. Break the circle."
            yield Problem(one.locate("successor"), "successor", reason)


def list_certification_records(catalogue: CertificationCatalogue) -> list[Incoming]:
    """Return the records in the order of loading: what replaces comes before the replaced."""
    by_key = {one.record.key: one for one in catalogue.certifications}
    ordered: dict[str, Located[CertificationShape]] = {}
    for one in catalogue.certifications:
        chain = [one]
        while chain[-1].record.successor and chain[-1].record.successor not in ordered:
            chain.append(by_key[chain[-1].record.successor])
        ordered |= {
            link.record.key: link for link in reversed(chain) if link.record.key not in ordered
        }
    return [
        *(
            Incoming(ISSUERS, one.record.model_dump(mode="python"), one.position)
            for one in catalogue.issuers
        ),
        *(
            Incoming(CERTIFICATIONS, _certification_record(one.record), one.position)
            for one in ordered.values()
        ),
        *_list_claim_records(catalogue.certifications),
    ]


def _certification_record(shape: CertificationShape) -> Record:
    record: Record = shape.model_dump(mode="python", exclude={"claims"})
    record["requires"] = [
        {"required": key, "kind": kind}
        for name, kind in (("requires_all", "ALL"), ("requires_any", "ANY"))
        for key in record.pop(name)
    ]
    record["covers"] = [{"milestone": key} for key in record["covers"]]
    return record


def _list_claim_records(rows: Iterable[Located[CertificationShape]]) -> Iterator[Incoming]:
    """Yield the claims in their order; those about the same thing are told apart by number."""
    seen: Counter[str] = Counter()
    for one in rows:
        for index, claim in enumerate(one.record.claims):
            parts = (
                one.record.key,
                claim.field.value,
                claim.exam,
                claim.scope,
                claim.source,
                claim.as_of,
                claim.earned_from,
            )
            first = make_claim_key(*parts)
            if not claim.key:
                seen[first] += 1
            record = _claim_record(claim)
            record |= {
                "key": claim.key or make_claim_key(*parts, number=seen[first]),
                "certification": one.record.key,
                "position": index + 1,
            }
            yield Incoming(CLAIMS, record, one.locate("claims", index))


def _claim_record(shape: ClaimShape) -> Record:
    claim: Record = shape.model_dump(mode="python")
    every_months = claim.pop("every_months")
    claim["months"] = every_months if claim["months"] is None else claim["months"]
    if claim["amount_high"] is None:
        claim["amount_high"] = claim["amount_low"]
    claim["is_retake_included"] = claim.pop("retake_included")
    claim["earned_from_date"] = claim.pop("earned_from")
    claim["hours_low"], claim["hours_high"] = claim.pop("low"), claim.pop("high")
    claim["is_preferred"] = claim.pop("preferred")
    return claim
