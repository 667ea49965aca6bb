"""Shapes of the records in content files that state facts about tracks besides pay."""

from typing import Annotated

from pydantic import Field, model_validator

from tracks.choices import AcceleratorHorizon, DemandLevel, FactorKind, InsightKind
from tracks.importers.shapes import Papers
from tracks.shared.content_files import Shape
from tracks.shared.field_types import CurrencyCode, Key, Keys, Money, Text, unique_by


class Fact(Papers):
    """Base of the keyed statements about a track."""

    key: Key


class DemandShape(Fact):
    """How strong demand is in a sector."""

    track: Key
    sector: Text
    level: DemandLevel


class InsightShape(Fact):
    """A statement about a track."""

    track: Key
    kind: InsightKind
    title: Annotated[str, Field(min_length=1, max_length=120)]
    body: str | None = None
    tools: Keys = ()
    period: str | None = None


class SynergyShape(Fact):
    """Why tracks help each other."""

    tracks: Annotated[Keys, Field(min_length=2)]
    text: Text


class AcceleratorShape(Fact):
    """Something said to raise the return; it has no number."""

    track: Key
    horizon: AcceleratorHorizon
    name: Text
    description: str | None = None


class FactorShape(Fact):
    """A return that no number stands for."""

    track: Key
    kind: FactorKind
    text: Text


class TransitionShape(Fact):
    """A move that a track makes easier."""

    from_track: Key
    to_track: Key | None = None
    to_field: Text
    description: str | None = None


class CostRangeShape(Fact):
    """What a source says certifications of a track cost each."""

    track: Key
    low: Money
    high: Money
    currency: CurrencyCode
    unit: Annotated[str, Field(pattern="^PER_CERTIFICATION$")]

    @model_validator(mode="after")
    def _check_order(self) -> "CostRangeShape":
        if self.low > self.high:
            message = f"low {self.low} is above high {self.high}; swap or correct them"
            raise ValueError(message)
        return self


class EntryShape(Papers):
    """One track's answer in a comparison."""

    track: Key
    text: Text


class DimensionShape(Shape):
    """A question in which tracks are compared."""

    key: Key
    name: Text
    question: str | None = None
    entries: Annotated[tuple[EntryShape, ...], Field(min_length=2), unique_by("track")]


class MeetingPointShape(Fact):
    """Where tracks work with the same tools."""

    name: Text
    category: Text
    description: str | None = None
    tracks: Annotated[Keys, Field(min_length=2)]
    tools: Keys = ()


class EffectShape(Shape):
    """How an answer raises or lowers a track, and why."""

    track: Key
    weight: Annotated[int, Field(ge=-2, le=2)]
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class OptionShape(Shape):
    """An answer that can be picked."""

    key: Key
    text: Annotated[str, Field(min_length=1, max_length=200)]
    effects: Annotated[tuple[EffectShape, ...], unique_by("track")] = ()


class QuestionShape(Shape):
    """A question with its answers."""

    key: Key
    text: Annotated[str, Field(min_length=1, max_length=200)]
    help: Annotated[str, Field(max_length=300)] | None = None
    options: Annotated[tuple[OptionShape, ...], Field(min_length=2), unique_by("key")]
