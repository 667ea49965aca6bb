"""Shapes of the records in content files about certifications."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from certifications.choices import CertificationKind, CertificationStatus, ClaimField, FeeUnit
from tracks.shared.content_files import Shape
from tracks.shared.field_types import (
    Address,
    CurrencyCode,
    DateText,
    Key,
    Keys,
    RungNumber,
    Text,
    unique_by,
)
from tracks.shared.provenance import EvidenceState

Amount = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
Months = Annotated[int, Field(ge=1, le=240)]
Hours = Annotated[int, Field(ge=1, le=3000)]


class IssuerShape(Shape):
    """An organisation that awards certifications."""

    key: Key
    name: Text
    url: Address | None = None


class ExamShape(Shape):
    """One sitting."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: str | None = None


class TrackLinkShape(Shape):
    """A track that a certification belongs to."""

    track: Key
    rung: RungNumber


class ClaimShape(Shape):
    """One dated statement of one source."""

    # Given only where it is not the one that follows from what the claim is about.
    key: Key | None = None
    field: ClaimField
    exam: str | None = None
    scope: str | None = None
    amount_low: Amount | None = None
    amount_high: Amount | None = None
    currency: CurrencyCode | None = None
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
    url: Address | None = None
    source: Key
    as_of: DateText | None = None
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
        if self.amount_high is not None and self.amount_low is None:
            message = "amount_high needs amount_low; give both ends or neither"
            raise ValueError(message)
        if self.amount_low is not None and self.currency is None:
            message = "an amount needs its currency, such as USD"
            raise ValueError(message)
        for low, high in ((self.amount_low, self.amount_high), (self.low, self.high)):
            if low is not None and high is not None and low > high:
                message = f"the lower value {low} is above the higher {high}; swap them"
                raise ValueError(message)
        return self


class CertificationShape(Shape):
    """A certification and everything that is said of it."""

    key: Key
    name: Text
    short_name: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Key | None = None
    kind: CertificationKind
    status: CertificationStatus
    status_date: date | None = None
    status_note: str | None = None
    successor: Key | None = None
    summary: str | None = None
    url: Address | None = None
    tracks: Annotated[tuple[TrackLinkShape, ...], unique_by("track")] = ()
    exams: Annotated[tuple[ExamShape, ...], unique_by("code")] = ()
    requires_all: Keys = ()
    requires_any: Keys = ()
    covers: Keys = ()
    claims: tuple[ClaimShape, ...] = ()
