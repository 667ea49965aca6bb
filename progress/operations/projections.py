"""Request, compute and store projections."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from progress.choices import JobState
from progress.models import Enrolment, Projection
from progress.queries.projections import get_projection_status
from progress.queries.roi_inputs import MissingInput, dump_inputs, restore_inputs
from progress.queries.stored_inputs import dump_backing
from progress.roi.decisions import (
    NextBlock,
    find_next_block,
    list_exam_contributions,
    list_information_values,
)
from progress.roi.draws import MODEL_VERSION, load_draws
from progress.roi.projection import project
from progress.roi.sensitivity import list_swings


class InputsMissing(Exception):
    """There can be no number yet; `missing` says what to tell."""

    def __init__(self, missing: tuple[MissingInput, ...]) -> None:
        self.missing = missing
        super().__init__(" ".join(one.reason for one in missing))


@dataclass(frozen=True)
class RequestedProjection:
    """The row that answers a request; `is_new` when it must be sent to a worker."""

    projection: Projection
    is_new: bool


def record_projection_request(*, enrolment: Enrolment, today: date) -> RequestedProjection:
    """Write the QUEUED row, or return the row that already answers the same inputs.

    Raises:
        InputsMissing: If something must be told first; nothing is written.
    """
    status = get_projection_status(enrolment=enrolment, today=today)
    gathered = status.gathered
    if not (gathered.inputs and gathered.shared and gathered.hours and status.current_fingerprint):
        raise InputsMissing(gathered.missing)
    if status.latest and not status.is_stale:
        return RequestedProjection(status.latest, is_new=False)
    fingerprint = status.current_fingerprint
    unfinished = Projection.objects.unfinished().filter(
        enrolment=enrolment, fingerprint=fingerprint
    )
    try:
        with transaction.atomic():
            present = unfinished.first()
            if present:
                return RequestedProjection(present, is_new=False)
            row = Projection.objects.create(
                enrolment=enrolment,
                requested_by=enrolment.user,
                fingerprint=fingerprint,
                model_version=MODEL_VERSION,
                inputs=dump_inputs(gathered.inputs),
                backing=dump_backing(shared=gathered.shared, hours=gathered.hours),
                sources=[*gathered.papers, *({"remark": text} for text in gathered.remarks)],
                progress_of=2,
                progress_words="waiting for a worker",
            )
    except IntegrityError:
        # The same request arrived twice at once; the other one wrote the row.
        return RequestedProjection(unfinished.get(), is_new=False)
    return RequestedProjection(row, is_new=True)


def compute_projection(*, pk: int) -> JobState | None:
    """Compute a requested projection and store it; None when it is not this worker's to do.

    Raises:
        LeaseLost: If another worker took the row over meanwhile; nothing is stored.
    """
    token = Projection.objects.claim(pk)
    if token is None:
        return None
    row = Projection.objects.select_related("enrolment__track").get(pk=pk)
    Projection.objects.report(pk, token, step=1, of=2, words="playing out the futures")
    try:
        inputs = restore_inputs(row.inputs)
        draws = load_draws(inputs.track_key)
        result = project(inputs, draws=draws)
        decisions = {
            "swings": [asdict(swing) for swing in list_swings(inputs, draws=draws)],
            "next_block": _dump_block(find_next_block(inputs, draws=draws)),
            "exams": [asdict(one) for one in list_exam_contributions(inputs, draws=draws)],
            "information": [asdict(one) for one in list_information_values(inputs, draws=draws)],
        }
    except (ValueError, TypeError) as error:
        Projection.objects.fail(
            pk,
            token,
            public="These inputs could not be worked out. Check your answers and try again.",
            operator=repr(error),
        )
        return JobState.FAILED
    Projection.objects.finish(
        pk,
        token,
        result=result.to_dict(),
        decisions=decisions,
        progress_words="ready",
        progress_of=2,
    )
    return JobState.READY


def _dump_block(block: NextBlock | None) -> dict[str, Any] | None:
    return asdict(block) if block else None
