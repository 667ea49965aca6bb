"""The catalogue of certifications and the claims about each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from certifications.choices import CertificationStatus, ClaimField, RequirementKind
from certifications.models import (
    Certification,
    CertificationRequirement,
    CertificationTrack,
    Claim,
    Coverage,
    Issuer,
)
from certifications.queries.disputes import ClaimGroup, group_claims, is_disputed
from certifications.queries.fees import (
    CertificationCost,
    Fee,
    find_fee,
    get_certification_cost,
)
from certifications.queries.path_costs import PathCost, get_path_cost
from tracks.models import Milestone, Source, Track
from tracks.queries.searches import LIMIT, Hit, HitGroup, make_group, match_words, rank_by_title
from tracks.queries.tracks import list_placements

# Licences that go on with what is built from the data: CC BY-SA, ODbL.
SHARE_ALIKE = re.compile(r"\bSA\b|ODbL")


@dataclass(frozen=True)
class CertificationCard:
    """A certification with what a list shows of it; `fee` None is unknown."""

    certification: Certification
    track_links: tuple[CertificationTrack, ...]
    fee: Fee | None
    validity: Claim | None
    is_disputed: bool
    covered_count: int


@dataclass(frozen=True)
class CertificationPage:
    """A certification, whole.

    `terms` are its validity by the date of earning, the newest first, where that depends
    on it. `notices` are sources whose licence asks to be named beside their figures.
    """

    card: CertificationCard
    cost: CertificationCost
    groups: tuple[ClaimGroup, ...]
    terms: tuple[Claim, ...]
    notices: tuple[Source, ...]
    required_all: tuple[Certification, ...]
    required_any: tuple[Certification, ...]
    required_by: tuple[Certification, ...]
    replaces: tuple[Certification, ...]
    covered: tuple[Milestone, ...]
    path: PathCost


def list_certifications(
    *, track_key: str = "", issuer_key: str = "", status: str = "", text: str = ""
) -> list[CertificationCard]:
    """Return the certifications that pass every filter given; six queries.

    Those that can be earned come first, then by name; text is searched in names, summary,
    issuer and exam codes.
    """
    rows = _with_everything(Certification.objects.all())
    if track_key:
        rows = rows.filter(track_links__track__key=track_key)
    if issuer_key:
        rows = rows.filter(issuer__key=issuer_key)
    if status:
        rows = rows.filter(status=status)
    if text.strip():
        fields = ("name", "short_name", "summary", "issuer__name", "exams__code")
        rows = rows.filter(match_words(text, fields)).distinct()
    cards = [make_card(row) for row in rows.order_by("short_name", "pk")]
    return sorted(cards, key=lambda card: _STATUS_ORDER[card.certification.status])


_STATUS_ORDER = {
    CertificationStatus.ACTIVE.value: 0,
    CertificationStatus.UNVERIFIED.value: 1,
    CertificationStatus.RENAMED.value: 2,
    CertificationStatus.RETIRED.value: 3,
    CertificationStatus.DOES_NOT_EXIST.value: 4,
}


def list_issuers() -> QuerySet[Issuer]:
    """Return the issuers that have a certification, by name; one query."""
    return Issuer.objects.filter(certifications__isnull=False).distinct().order_by("name", "pk")


def list_track_certifications(*, track: Track) -> dict[int, list[CertificationCard]]:
    """Return a track's certifications by the rung that they help to reach, in curated order."""
    by_rung: dict[int, list[tuple[int, CertificationCard]]] = {}
    for card in list_certifications(track_key=track.key):
        for link in card.track_links:
            if link.track_id == track.pk:
                by_rung.setdefault(link.rung, []).append((link.position, card))
    return {
        rung: [card for _position, card in sorted(pairs, key=lambda pair: pair[0])]
        for rung, pairs in sorted(by_rung.items())
    }


def list_covering(*, milestone: Milestone) -> list[CertificationCard]:
    """Return the certifications that show a milestone, by name; six queries."""
    rows = _with_everything(Certification.objects.filter(coverage__milestone=milestone))
    return [make_card(row) for row in rows.order_by("short_name", "pk")]


def get_certification_page(*, key: str) -> CertificationPage:
    """Return a certification with all claims, relations and the cost of its path.

    Raises:
        Certification.DoesNotExist: When there is none with this key.
    """
    row = _with_everything(Certification.objects.all()).get(key=key)
    requirements = list(
        CertificationRequirement.objects.filter(certification=row)
        .select_related("required")
        .order_by("required__short_name", "pk")
    )
    placed = list_placements().values("milestone")
    return CertificationPage(
        card=make_card(row),
        cost=get_certification_cost(certification=row),
        groups=group_claims(claims=row.claims.all(), exam_ids=_list_exam_ids(row)),
        terms=list_validity_terms(claims=row.claims.all()),
        notices=list_notices(claims=row.claims.all()),
        required_all=_pick(requirements, RequirementKind.ALL),
        required_any=_pick(requirements, RequirementKind.ANY),
        required_by=tuple(
            Certification.objects.filter(requirements__required=row).order_by("short_name", "pk")
        ),
        replaces=tuple(row.replaces.order_by("short_name", "pk")),
        covered=tuple(
            Milestone.objects.filter(coverage__certification=row, pk__in=placed).order_by(
                "title", "pk"
            )
        ),
        path=get_path_cost(certification=row),
    )


def make_card(row: Certification) -> CertificationCard:
    """Read a card off a certification loaded with its claims, exams, tracks and coverage."""
    claims = list(row.claims.all())
    validity = [claim for claim in claims if claim.field == ClaimField.VALIDITY]
    return CertificationCard(
        certification=row,
        track_links=tuple(row.track_links.all()),
        fee=find_fee(row),
        validity=next((claim for claim in validity if claim.is_preferred), None),
        is_disputed=is_disputed(claims=claims, exam_ids=_list_exam_ids(row)),
        covered_count=len(row.coverage.all()),
    )


def _list_exam_ids(row: Certification) -> list[int]:
    return [exam.pk for exam in row.exams.all()]


def list_validity_terms(*, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return one validity claim for each date of earning, newest first, then those without.

    Empty unless the validity depends on when the certification was earned.
    """
    by_date: dict[date | None, Claim] = {}
    rows = [claim for claim in claims if claim.field == ClaimField.VALIDITY]
    for claim in sorted(rows, key=lambda row: (not row.is_preferred, row.position, row.pk)):
        by_date.setdefault(claim.earned_from_date, claim)
    if not any(by_date):
        return ()
    return tuple(by_date[when] for when in sorted(by_date, key=lambda one: one or date.min)[::-1])


def find_validity(*, claims: Iterable[Claim], earned_on: date) -> Claim | None:
    """Return the validity of a certification earned on a day, or None when nobody says."""
    rows = list(claims)
    for term in list_validity_terms(claims=rows):
        if term.earned_from_date is None or term.earned_from_date <= earned_on:
            return term
    undated = [one for one in rows if one.field == ClaimField.VALIDITY and not one.earned_from_date]
    return min(undated, key=lambda row: (not row.is_preferred, row.position), default=None)


def list_notices(*, claims: Iterable[Claim]) -> tuple[Source, ...]:
    """Return the claims' sources under a licence that must be passed on with the figures."""
    sources = {claim.source_id: claim.source for claim in claims}
    marked = (one for one in sources.values() if SHARE_ALIKE.search(one.licence))
    return tuple(sorted(marked, key=lambda source: source.key))


def search_certifications(*, text: str) -> list[HitGroup]:
    """Return the certifications that match every word, best first; empty when none does."""
    text = " ".join(text.split())
    if not text:
        return []
    fields = ("name", "short_name", "summary", "issuer__name", "exams__code")
    rows = Certification.objects.filter(match_words(text, fields)).distinct()
    ranked = rank_by_title(rows, title="short_name", text=text)[: LIMIT + 1]
    hits = [
        Hit("certification", row.key, f"{row.short_name}: {row.name}", row.summary)
        for row in ranked
    ]
    return [make_group(kind="certification", label="Certifications", hits=hits)] if hits else []


def _with_everything(rows: QuerySet[Certification]) -> QuerySet[Certification]:
    links = CertificationTrack.objects.select_related("track").order_by("track__position", "pk")
    claims = Claim.objects.select_related("source", "exam").order_by("position", "pk")
    return rows.select_related("issuer", "successor").prefetch_related(
        "exams",
        Prefetch("claims", claims),
        Prefetch("track_links", links),
        Prefetch("coverage", Coverage.objects.order_by("pk")),
    )


def _pick(
    requirements: list[CertificationRequirement], kind: RequirementKind
) -> tuple[Certification, ...]:
    return tuple(row.required for row in requirements if row.kind == kind)
