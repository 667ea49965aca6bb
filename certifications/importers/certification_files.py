"""Write certifications back as content files: the way of `catalogue` in reverse."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from certifications.importers.kinds import CERTIFICATIONS, CLAIMS, ISSUERS
from certifications.models.claims import make_claim_key
from tracks.shared.content_rows import Record
from tracks.shared.content_trees import Tree, read_in_order, rename

_CLAIM_NAMES = {
    "is_retake_included": "retake_included",
    "earned_from_date": "earned_from",
    "hours_low": "low",
    "hours_high": "high",
    "is_preferred": "preferred",
}
# Where certifications stand that no issuer is named for.
_NO_ISSUER = "independent"


def list_certification_files() -> dict[str, Tree]:
    """Return the tree of every certification file by its path: one for each issuer."""
    claims: dict[str, list[Record]] = defaultdict(list)
    for claim in read_in_order(CLAIMS):
        claims[claim["certification"]].append(claim)
    files: dict[str, Tree] = {}
    for issuer in read_in_order(ISSUERS):
        files[issuer["key"]] = {"issuers": [issuer], "certifications": []}
    for record in read_in_order(CERTIFICATIONS):
        name = record["issuer"] or _NO_ISSUER
        tree = files.setdefault(name, {"certifications": []})
        tree["certifications"].append(_write_certification(record, claims[record["key"]]))
    return {f"certifications/{name}.yaml": tree for name, tree in sorted(files.items())}


def _write_certification(record: Record, claims: Sequence[Record]) -> Tree:
    certification = {name: value for name, value in record.items() if name != "requires"}
    for name, kind in (("requires_all", "ALL"), ("requires_any", "ANY")):
        certification[name] = [one["required"] for one in record["requires"] if one["kind"] == kind]
    certification["covers"] = [one["milestone"] for one in record["covers"]]
    certification["claims"] = _write_claims(record["key"], claims)
    return certification


def _write_claims(certification: str, claims: Sequence[Record]) -> list[Tree]:
    """Return the claims; only those keep their key in the file that it would not give them."""
    seen: Counter[str] = Counter()
    written = []
    for record in claims:
        names = ("field", "exam", "scope", "source", "as_of", "earned_from_date")
        parts: list[Any] = [certification, *(record[name] for name in names)]
        first = make_claim_key(*parts)
        claim = rename(record, _CLAIM_NAMES)
        del claim["certification"]
        if claim["key"] == make_claim_key(*parts, number=seen[first] + 1):
            seen[first] += 1
            del claim["key"]
        written.append(claim)
    return written
