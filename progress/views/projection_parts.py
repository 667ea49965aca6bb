"""What a page may say about a projection now: everything, a range, or what to tell first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from progress.models import Enrolment, Projection
from progress.operations.summaries import refresh_summaries
from progress.queries.current_worth import CurrentWorth, describe_worth
from progress.queries.projection_causes import name_model
from progress.queries.projection_differences import (
    ProjectionDifference,
    explain_difference,
    name_causes,
    read_inputs,
)
from progress.queries.projection_limits import list_limits
from progress.queries.projections import ProjectionStatus, get_projection_status
from progress.queries.roi_inputs import MissingInput, dump_inputs
from progress.queries.stored_inputs import dump_backing
from progress.roi.draws import MODEL_VERSION
from progress.roi.presentation import (
    Headline,
    ReasonNotToShow,
    make_headline,
    say_range,
)
from progress.roi.results import RoiResult


@dataclass(frozen=True)
class ProjectionPage:
    """A projection as pages show it.

    With `missing` nothing is shown. `reasons` hold back the headline and leave the range,
    where they allow one.
    `changed` names what is different today from what the shown projection rests on.
    """

    status: ProjectionStatus
    missing: tuple[MissingInput, ...]
    projection: Projection | None
    result: RoiResult | None
    headline: Headline | None
    range_words: str
    reasons: tuple[ReasonNotToShow, ...]
    changed: list[str]

    @property
    def is_stale(self) -> bool:
        """Whether a shown projection rests on older inputs."""
        return self.result is not None and self.status.is_stale

    @property
    def should_compute(self) -> bool:
        """Whether a fresh projection is due and none is under way or just failed."""
        status = self.status
        is_known_failure = (
            status.failed is not None and status.failed.fingerprint == status.current_fingerprint
        )
        return not (self.missing or status.pending or is_known_failure) and status.is_stale


def describe_projection(*, enrolment: Enrolment, today: date) -> ProjectionPage:
    """Decide what a page may show of the enrolment's projection."""
    status = get_projection_status(enrolment=enrolment, today=today)
    missing = status.gathered.missing
    result = None if missing else status.result
    projection = status.latest if result else None
    reasons = list_limits(projection=projection, result=result) if projection and result else ()
    return ProjectionPage(
        status=status,
        missing=missing,
        projection=projection,
        result=result,
        headline=make_headline(result) if result and not reasons else None,
        range_words=say_range(result)
        if result and all(reason.allows_range for reason in reasons)
        else "",
        reasons=reasons,
        changed=_list_changed(status, projection),
    )


def describe_difference(
    *, before: Projection | None, after: Projection
) -> ProjectionDifference | None:
    """Compare a projection with the one before; None for the first of an enrolment."""
    return explain_difference(before=before, after=after) if before else None


def read_worths(*, enrolments: Sequence[Enrolment], today: date) -> dict[int, CurrentWorth]:
    """Bring the current figures of some enrolments up to date and say what may be shown, by id."""
    done = refresh_summaries(enrolments=enrolments, today=today)
    return {
        one.pk: describe_worth(enrolment=one, summary=done.rows[one.pk], today=today)
        for one in enrolments
    }


def _list_changed(status: ProjectionStatus, projection: Projection | None) -> list[str]:
    gathered = status.gathered
    if projection is None or not (status.is_stale and gathered.inputs):
        return []
    assert gathered.shared and gathered.hours  # noqa: S101, PT018 - they come with the inputs
    backing = dump_backing(shared=gathered.shared, hours=gathered.hours)
    today = {**dump_inputs(gathered.inputs), "backing": backing}
    causes = name_causes(before=read_inputs(projection), after=today)
    if projection.model_version != MODEL_VERSION:
        causes = (name_model(before=projection.model_version, after=MODEL_VERSION), *causes)
    return [one.words for one in causes]
