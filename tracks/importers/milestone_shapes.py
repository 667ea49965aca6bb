"""Shapes of milestones in content files, and of what is said of those that are given up."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field, model_validator

from tracks.choices import ResourceKind
from tracks.shared.content_files import Shape
from tracks.shared.field_types import Address, Key, Keys, Text, unique_by

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BY_ITSELF = "a milestone cannot replace itself; name another or state the reason"


class HoursShape(Shape):
    """Nominal study hours as three points."""

    low: Annotated[int, Field(ge=1, le=2000)]
    likely: Annotated[int, Field(ge=1, le=2000)]
    high: Annotated[int, Field(ge=1, le=2000)]

    @model_validator(mode="after")
    def _check_order(self) -> "HoursShape":
        if not self.low <= self.likely <= self.high:
            message = f"hours must rise: low {self.low}, likely {self.likely}, high {self.high}"
            raise ValueError(message)
        return self


class ResourceShape(Shape):
    """A link that teaches a milestone."""

    title: Annotated[str, Field(min_length=1, max_length=160)]
    url: Address
    kind: ResourceKind


class WayOn(Shape):
    """What became of something that is not taught any more: a successor, a reason, or both."""

    successor: Key | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _check_way_on(self) -> "WayOn":
        if self.successor is None and self.reason is None:
            message = "name the successor, or state the reason"
            raise ValueError(message)
        return self


def _to_moment(value: object) -> object:
    """Read a day as its beginning in UTC; what the admin wrote is a time to the microsecond."""
    if isinstance(value, datetime):
        return value
    text = value.isoformat() if isinstance(value, date) else value
    return f"{text}T00:00:00+00:00" if isinstance(text, str) and _DAY.fullmatch(text) else text


class RetirementShape(WayOn):
    """A milestone that no release may place any more."""

    on: Annotated[AwareDatetime, BeforeValidator(_to_moment)]


class MilestoneShape(Shape):
    """A milestone with everything a learner needs to know of it."""

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=80)]
    outcome: Annotated[str, Field(pattern=r"^Can .+")]
    description: Text
    hours: HoursShape | None = None
    hours_source: Key = "editorial"
    prerequisites: Keys = ()
    skills: Annotated[Keys, Field(min_length=1)]
    tools: Keys = ()
    proof: Text
    resources: Annotated[
        tuple[ResourceShape, ...], Field(min_length=2, max_length=5), unique_by("url")
    ]
    retired: RetirementShape | None = None

    @model_validator(mode="after")
    def _check_successor(self) -> "MilestoneShape":
        if self.retired is not None and self.retired.successor == self.key:
            raise ValueError(_BY_ITSELF)
        return self


class RemovalShape(WayOn):
    """A milestone that leaves this track and may stay in others."""

    milestone: Key

    @model_validator(mode="after")
    def _check_successor(self) -> "RemovalShape":
        if self.successor == self.milestone:
            raise ValueError(_BY_ITSELF)
        return self
