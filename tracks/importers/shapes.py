"""Shapes of the records in content files about tracks, roles, pay and milestones."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from tracks.choices import (
    Derivation,
    EvidenceState,
    MatchQuality,
    SourceKind,
    StageLevel,
    Statistic,
    TimeLevel,
)
from tracks.importers.milestone_shapes import RemovalShape
from tracks.shared.content_files import Shape
from tracks.shared.field_types import (
    Address,
    CountryCode,
    CurrencyCode,
    DateText,
    Key,
    Keys,
    Money,
    RungNumber,
    Text,
    unique_by,
)


class Papers(Shape):
    """Where a fact comes from."""

    source: Key
    as_of: DateText | None = None
    state: EvidenceState = EvidenceState.UNSOURCED
    note: str | None = None


class SourceShape(Shape):
    """A publication, data set or page that facts cite."""

    key: Key
    title: Text
    publisher: str | None = None
    kind: SourceKind
    url: Address | None = None
    licence: str | None = None
    attribution: str | None = None
    published: DateText | None = None
    retrieved: date | None = None
    note: str | None = None


class ToolShape(Shape):
    """A piece of software or a service."""

    key: Key
    name: Text
    url: Address | None = None
    summary: Annotated[str, Field(max_length=200)] | None = None


class SkillShape(Shape):
    """A skill inside its group."""

    key: Key
    name: Text
    summary: Annotated[str, Field(max_length=300)] | None = None
    tools: Keys = ()
    tracks: Annotated[Keys, Field(min_length=1)]
    source: Key


class SkillGroupShape(Shape):
    """A branch of the mind map with its skills."""

    key: Key
    name: Text
    source: Key
    tracks: Annotated[Keys, Field(min_length=1)]
    skills: Annotated[tuple[SkillShape, ...], Field(min_length=1)]


class PlacementShape(Shape):
    """A milestone named in a stage."""

    key: Key
    optional: bool = False


def _to_placement(value: object) -> object:
    return {"key": value} if isinstance(value, str) else value


class StageShape(Shape):
    """A stage of a track and what is placed in it, in order."""

    key: Key
    title: Text
    summary: str | None = None
    level: StageLevel
    rung: RungNumber
    milestones: Annotated[
        tuple[Annotated[PlacementShape, BeforeValidator(_to_placement)], ...], Field(min_length=1)
    ]


class TimeInvestmentShape(Papers):
    """Months that a source says a level takes."""

    level: TimeLevel
    low_months: Annotated[int, Field(ge=1, le=240)]
    high_months: Annotated[int, Field(ge=1, le=240)]

    @model_validator(mode="after")
    def _check_order(self) -> "TimeInvestmentShape":
        if self.low_months > self.high_months:
            message = f"low {self.low_months} is above high {self.high_months}; swap them"
            raise ValueError(message)
        return self


class TrackShape(Shape):
    """A track: one file."""

    key: Key
    name: Text
    tagline: Annotated[str, Field(min_length=1, max_length=160)]
    summary: Text
    description: str | None = None
    colour: Text
    position: Annotated[int, Field(ge=1)]
    time_investment: Annotated[tuple[TimeInvestmentShape, ...], unique_by("level", "source")] = ()
    stages: Annotated[tuple[StageShape, ...], Field(min_length=5, max_length=7), unique_by("key")]
    removals: Annotated[tuple[RemovalShape, ...], unique_by("milestone")] = ()


class RoleShape(Shape):
    """A job title."""

    key: Key
    title: Text
    summary: str | None = None
    aliases: tuple[str, ...] = ()
    soc_code: str | None = None


class OccupationShape(Shape):
    """An occupation of the US classification, by code and title."""

    code: Annotated[str, Field(pattern=r"^\d\d-\d{4}\.\d\d$")]
    title: Annotated[str, Field(min_length=1, max_length=160)]


class OccupationMatchShape(Shape):
    """Our decision which occupation a role belongs to, or that none fits."""

    key: Key
    role: Key
    quality: MatchQuality
    occupation: OccupationShape | None = None
    reason: Text
    decided_by: Annotated[str, Field(min_length=1, max_length=80)]
    decided_on: date

    @model_validator(mode="after")
    def _check_occupation(self) -> "OccupationMatchShape":
        if self.quality == MatchQuality.NONE and self.occupation:
            message = "NONE means that no occupation fits; leave the occupation out"
            raise ValueError(message)
        if self.quality != MatchQuality.NONE and not self.occupation:
            message = f"{self.quality} needs an occupation with code and title; or choose NONE"
            raise ValueError(message)
        return self


class RungShape(Papers):
    """A rung of a ladder and the roles on it."""

    rung: RungNumber
    name: Text
    roles: Keys = ()


class LadderShape(Shape):
    """The ladder of one track."""

    track: Key
    rungs: Annotated[tuple[RungShape, ...], unique_by("rung")]

    @property
    def key(self) -> str:
        """A ladder is named by its track."""
        return self.track


class SalaryBandShape(Papers):
    """What one source says somebody earns."""

    key: Key
    track: Key
    rung: RungNumber | None = None
    role: Key | None = None
    country: CountryCode = "US"
    currency: CurrencyCode = "USD"
    year: Annotated[int, Field(ge=2000, le=2100)]
    statistic: Statistic = Statistic.RANGE
    low: Money | None = None
    high: Money | None = None
    high_open: bool = False
    p10: Money | None = None
    p25: Money | None = None
    p50: Money | None = None
    p75: Money | None = None
    p90: Money | None = None
    sample_size: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    derivation: Derivation = Derivation.PUBLISHED
    dispute: Key | None = None

    @model_validator(mode="after")
    def _check_numbers(self) -> "SalaryBandShape":
        percentiles = [self.p10, self.p25, self.p50, self.p75, self.p90]
        given = [value for value in percentiles if value is not None]
        if self.statistic == Statistic.RANGE:
            self._check_range(given)
        elif self.low is not None or self.high is not None:
            message = "PERCENTILES have no low and high; use statistic RANGE for those"
            raise ValueError(message)
        elif given and (len(given) != len(percentiles) or given != sorted(given)):
            message = "percentiles must be given all five and rise from p10 to p90, or not at all"
            raise ValueError(message)
        return self

    def _check_range(self, percentiles: list[Decimal]) -> None:
        if self.low is None or self.high is None:
            message = "a RANGE needs both low and high; leave unknown bands out"
            raise ValueError(message)
        if self.low > self.high:
            message = f"low {self.low} is above high {self.high}; swap or correct them"
            raise ValueError(message)
        if percentiles:
            message = "a RANGE has no percentiles; use statistic PERCENTILES for those"
            raise ValueError(message)


def dump(record: Shape) -> dict[str, Any]:
    """Return a checked record and the records inside it as dictionaries."""
    plain: dict[str, Any] = record.model_dump(mode="python")
    return plain
