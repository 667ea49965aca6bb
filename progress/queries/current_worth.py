"""What may be said of an enrolment's current figures: a headline, a range or what is missing."""

from dataclasses import dataclass
from datetime import date

from progress.models import Enrolment, ProjectionSummary
from progress.queries.projection_limits import list_limits_of
from progress.queries.roi_inputs import MissingInput, gather_roi_inputs
from progress.roi.presentation import (
    Headline,
    HeadlineFigures,
    ReasonNotToShow,
    make_headline,
    say_range,
)


@dataclass(frozen=True)
class CurrentWorth:
    """Current figures as pages show them.

    With `missing` there are none. `reasons` hold back the headline and leave the range,
    where they allow one.
    """

    summary: ProjectionSummary | None
    missing: tuple[MissingInput, ...]
    headline: Headline | None
    range_words: str
    reasons: tuple[ReasonNotToShow, ...]

    @property
    def updated_with(self) -> list[str]:
        """What was different when the figures were last worked out anew, in words."""
        return list(self.summary.updated_with) if self.summary else []


def describe_worth(
    *, enrolment: Enrolment, summary: ProjectionSummary | None, today: date
) -> CurrentWorth:
    """Decide what may be said; asks the database only for what is missing.

    Args:
        enrolment: whose figures.
        summary: from `operations.summaries.refresh_summaries`; None when there can be none.
        today: the learner's own date.
    """
    if summary is None:
        gathered = gather_roi_inputs(enrolment=enrolment, today=today)
        return CurrentWorth(None, gathered.missing, None, "", ())
    figures = HeadlineFigures(
        horizon_months=summary.horizon_months,
        expected_usd=summary.expected_usd,
        p10_usd=summary.p10_usd,
        p50_usd=summary.p50_usd,
        p90_usd=summary.p90_usd,
        ahead_share=summary.ahead_share,
        ahead_if_finished_share=summary.ahead_if_finished_share,
        finish_share=summary.finish_share,
    )
    reasons = list_limits_of(inputs=_read_limits(summary), horizon_months=summary.horizon_months)
    return CurrentWorth(
        summary=summary,
        missing=(),
        headline=None if reasons else make_headline(figures),
        range_words=say_range(figures) if all(one.allows_range for one in reasons) else "",
        reasons=reasons,
    )


def _read_limits(summary: ProjectionSummary) -> dict[str, object]:
    own = summary.own_values
    return {
        **own,
        "rungs": [
            {"remaining_hours": hours, "is_bundle_done": is_done} for hours, is_done in own["rungs"]
        ],
    }
