"""Explain in plain language how a projection differs from the one before it."""

from dataclasses import dataclass
from typing import Any

from progress.models import Projection
from progress.queries.cause_effects import MeasuredCause, measure_causes, measure_model, rank_causes
from progress.queries.cause_names import read_names
from progress.queries.causes import Cause, Inputs
from progress.queries.projection_causes import list_causes, name_model
from progress.queries.projections import read_result
from progress.roi.presentation import say_difference, say_lead_difference, say_money

# More than these in one sentence nobody reads; the list below it has them all.
_CAUSES_IN_LEAD = 3


@dataclass(frozen=True)
class ProjectionDifference:
    """What changed since the projection before.

    `lead` is one sentence with "because", blank when nothing a reader sees changed.
    `causes` are the changed inputs, the one with the largest effect first; `effects` what
    is different in the figures.
    """

    lead: str
    causes: tuple[MeasuredCause, ...]
    effects: tuple[str, ...]

    @property
    def cause_lines(self) -> tuple[str, ...]:
        """Return the causes as sentences, with what each does alone."""
        return tuple(_say_cause(one) for one in self.causes)


def explain_difference(*, before: Projection, after: Projection) -> ProjectionDifference:
    """Compare two finished projections of one enrolment; a few queries, some milliseconds."""
    causes = measure_causes(
        before=before.inputs,
        after=after.inputs,
        causes=name_causes(before=read_inputs(before), after=read_inputs(after)),
    )
    old, new = read_result(before), read_result(after)
    if before.model_version != after.model_version:
        stored_usd = old.value.expected_usd if old else None
        model = measure_model(
            before=before.inputs,
            stored_usd=stored_usd,
            cause=name_model(before=before.model_version, after=after.model_version),
        )
        causes = rank_causes((model, *causes))
    if old is None or new is None:
        return ProjectionDifference("", causes, ())
    lead = say_lead_difference(before=old, after=new)
    return ProjectionDifference(
        lead=_say_because(lead, causes),
        causes=causes,
        effects=say_difference(before=old, after=new),
    )


def name_causes(*, before: Inputs, after: Inputs) -> tuple[Cause, ...]:
    """List what differs between two inputs of one enrolment, with the names of today."""
    return list_causes(before=before, after=after, names=read_names([(before, after)]))


def read_inputs(projection: Projection) -> dict[str, Any]:
    """Return the inputs of a projection with what they were resolved from."""
    return {**projection.inputs, "backing": projection.backing}


def _say_because(lead: str, causes: tuple[MeasuredCause, ...]) -> str:
    if not lead or not causes:
        return f"{lead}." if lead else ""
    words = [one.cause.words for one in causes[:_CAUSES_IN_LEAD]]
    more = len(causes) - len(words)
    if more:
        words.append(f"{more} other {'thing' if more == 1 else 'things'} changed")
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"{lead} because {listed}."


def _say_cause(one: MeasuredCause) -> str:
    words = one.cause.words[0].upper() + one.cause.words[1:]
    amount = one.average_change_usd
    if amount is None:
        return f"{words}."
    if abs(amount) < 1:
        return f"{words}. Alone this changes nothing on average."
    sign = "+" if amount > 0 else ""
    return f"{words}. Alone: {sign}{say_money(amount)} on average."
