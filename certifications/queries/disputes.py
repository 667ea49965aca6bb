"""Claims about one field side by side, and whether their sources disagree.

Sources disagree where they give different figures for the same thing: the same exam or the
whole, the same scope, the same date of earning. A figure that one source leaves out is no
disagreement, and hours that overlap are none. Of texts only one thing is compared: whether
something is required or nothing is.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from certifications.choices import ClaimField, FeeUnit
from certifications.models import Claim
from tracks.shared.provenance import EvidenceState

_NOTHING = ("none", "no ", "open to anyone")


@dataclass(frozen=True)
class ClaimGroup:
    """All claims about one field side by side, the preferred one first.

    `contradictions` are pairs of ids of claims whose sources say different things.
    """

    field: ClaimField
    claims: tuple[Claim, ...]
    contradictions: frozenset[tuple[int, int]]

    @property
    def is_disputed(self) -> bool:
        """Whether sources disagree, by their figures or as a curator marked it."""
        return bool(self.contradictions) or any(
            claim.state == EvidenceState.DISPUTED for claim in self.claims
        )

    @property
    def differing(self) -> frozenset[int]:
        """Ids of the claims that differ from the preferred ones; without any, from others."""
        chosen = {claim.pk for claim in self.claims if claim.is_preferred}
        pairs = [(set(pair) & chosen, set(pair) - chosen) for pair in self.contradictions]
        return frozenset(pk for used, left in pairs for pk in left if used or not chosen)

    @property
    def has_preferred(self) -> bool:
        """Whether one of the claims is the one to reckon with."""
        return any(claim.is_preferred for claim in self.claims)

    @property
    def source_count(self) -> int:
        """How many sources say something about the field."""
        return len({claim.source_id for claim in self.claims})


def group_claims(*, claims: Iterable[Claim], exam_ids: Sequence[int]) -> tuple[ClaimGroup, ...]:
    """Return the fields that sources say something about, in the order of the fields.

    Args:
        claims: All claims about one certification.
        exam_ids: The certification's exams; with a single one, a claim about it and one
            about the whole are about the same.
    """
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_field[claim.field].append(claim)
    return tuple(
        ClaimGroup(
            field,
            tuple(
                sorted(
                    by_field[field],
                    key=lambda row: (not row.is_preferred, row.position, row.pk),
                )
            ),
            _find_contradictions(field, by_field[field], exam_ids),
        )
        for field in ClaimField
        if by_field[field]
    )


def is_disputed(*, claims: Iterable[Claim], exam_ids: Sequence[int]) -> bool:
    """Say whether sources disagree about anything."""
    return any(group.is_disputed for group in group_claims(claims=claims, exam_ids=exam_ids))


def _find_contradictions(
    field: ClaimField, claims: Iterable[Claim], exam_ids: Sequence[int]
) -> frozenset[tuple[int, int]]:
    by_matter: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        exam = claim.exam_id if len(exam_ids) > 1 else None
        by_matter[exam, claim.scope, claim.earned_from_date].append(claim)
    contradicts = _CONTRADICTS[field]
    return frozenset(
        (one.pk, other.pk)
        for rivals in by_matter.values()
        for one, other in combinations(rivals, 2)
        if one.source_id != other.source_id and contradicts(one, other, len(exam_ids))
    )


def _differ_in_fee(one: Claim, other: Claim, exam_count: int) -> bool:
    return _read_fee(one, exam_count) != _read_fee(other, exam_count)


def _read_fee(claim: Claim, exam_count: int) -> Hashable:
    is_for_each = claim.unit == FeeUnit.PER_EXAM and claim.exam_id is None
    times = max(exam_count, 1) if is_for_each else 1
    is_monthly = claim.unit == FeeUnit.PER_MONTH
    low, high = ((end or 0) * times for end in (claim.amount_low, claim.amount_high))
    return claim.currency, is_monthly, low, high


def _differ_in_validity(one: Claim, other: Claim, _exam_count: int) -> bool:
    return (one.months, one.does_not_expire) != (other.months, other.does_not_expire)


def _differ_in_renewal(one: Claim, other: Claim, _exam_count: int) -> bool:
    if None not in (one.months, other.months) and one.months != other.months:
        return True
    amounts = [(row.currency, row.amount_low) for row in (one, other) if row.amount_low is not None]
    return len(amounts) > 1 and amounts[0] != amounts[1]


def _differ_in_hours(one: Claim, other: Claim, _exam_count: int) -> bool:
    if one.hours_low is None or other.hours_low is None:
        return False
    ends = [(row.hours_low or 0, row.hours_high or row.hours_low or 0) for row in (one, other)]
    return max(low for low, _high in ends) > min(high for _low, high in ends)


def _differ_in_requirement(one: Claim, other: Claim, _exam_count: int) -> bool:
    return {_requires(one.text), _requires(other.text)} == {True, False}


def _requires(text: str) -> bool | None:
    """Say whether a text requires something; None when it says neither."""
    said = text.strip().casefold()
    if said.startswith(_NOTHING):
        return False
    return True if "required" in said else None


def _never_differ(_one: Claim, _other: Claim, _exam_count: int) -> bool:
    return False


_CONTRADICTS: dict[ClaimField, Callable[[Claim, Claim, int], bool]] = {
    ClaimField.FEE: _differ_in_fee,
    ClaimField.VALIDITY: _differ_in_validity,
    ClaimField.RENEWAL: _differ_in_renewal,
    ClaimField.PREREQUISITE: _differ_in_requirement,
    ClaimField.PREP_HOURS: _differ_in_hours,
    ClaimField.STATUS: _never_differ,
}
