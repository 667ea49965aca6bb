"""Work out current figures of learners with the batch engine, and store them.

One function serves a page that reads one row, a list of a few and a sweep of thousands.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from progress.models import ContextVersion, Enrolment, ProjectionSummary
from progress.operations.contexts import find_or_make_contexts, find_or_make_versions
from progress.queries.cause_names import read_names
from progress.queries.projection_causes import list_causes, name_model
from progress.queries.roi_input_batches import LearnerInputs, gather_many_inputs
from progress.queries.stored_inputs import (
    join_values,
    list_own_values,
    list_values_of_context,
)
from progress.roi.batch import project_many
from progress.roi.batch_results import BatchResult
from progress.roi.context_fingerprints import input_fingerprint_in
from progress.roi.draws import MODEL_VERSION, STORED_DRAW_COUNT

logger = logging.getLogger(__name__)

# Of several sweeps that nobody has read about; more than these nobody would.
_UPDATES_KEPT = 6


@dataclass(frozen=True)
class RefreshedSummaries:
    """Current figures by enrolment; None where something is missing for a number.

    `written` are the enrolments whose figures were worked out just now.
    """

    rows: Mapping[int, ProjectionSummary | None]
    written: frozenset[int]


def refresh_summaries(
    *, enrolments: Sequence[Enrolment], today: date, is_sweep: bool = False
) -> RefreshedSummaries:
    """Return figures that rest on today's answers and bands; work out only what is stale.

    Figures of somebody for whom a number cannot be made any more are removed. When the
    database cannot be written at the moment a reader gets the figures all the same.

    Args:
        enrolments: whose; `track` must have been read with them.
        today: the day on which figures are resolved.
        is_sweep: nobody is reading; what the figures were updated with is kept for who will.
    """
    gathered = gather_many_inputs(enrolments=enrolments, today=today)
    stored = _read_stored(list(gathered))
    stale = [
        _Stale(one, name, stored.get(pk))
        for pk, one in gathered.items()
        if one is not None
        and not _is_fresh(
            stored.get(pk),
            one,
            name := input_fingerprint_in(one.context_fingerprint, one.inputs),
        )
    ]
    impossible = [pk for pk in stored if gathered[pk] is None]
    fresh = _write(stale, impossible, is_sweep=is_sweep) if stale or impossible else {}
    return RefreshedSummaries(
        rows={
            pk: None if one is None else fresh.get(pk) or stored[pk] for pk, one in gathered.items()
        },
        written=frozenset(fresh),
    )


@dataclass(frozen=True, slots=True)
class _Stale:
    learner: LearnerInputs
    fingerprint: str
    before: ProjectionSummary | None


def _read_stored(enrolments: list[int]) -> dict[int, ProjectionSummary]:
    """Return the rows of some enrolments; those with the same version share it in memory."""
    rows = list(ProjectionSummary.objects.filter(pk__in=enrolments).select_related("context"))
    versions = ContextVersion.objects.in_bulk({row.version_id for row in rows})
    # A version that has gone since had been replaced in its rows by then: they count as stale.
    known = [row for row in rows if row.version_id in versions]
    for row in known:
        row.version = versions[row.version_id]
    return {row.pk: row for row in known}


def _is_fresh(row: ProjectionSummary | None, one: LearnerInputs, fingerprint: str) -> bool:
    return (
        row is not None
        and row.input_fingerprint == fingerprint
        and row.version.fingerprint == one.context_fingerprint
        # Of two contexts that are alike today one may change tomorrow.
        and row.context.key == one.shared.key.digest
    )


def _write(
    stale: list[_Stale], impossible: list[int], *, is_sweep: bool
) -> dict[int, ProjectionSummary]:
    result = project_many([one.learner.inputs for one in stale], draw_count=STORED_DRAW_COUNT)
    values: dict[str, dict[str, Any]] = {}
    for one in stale:
        if one.learner.context_fingerprint not in values:
            values[one.learner.context_fingerprint] = list_values_of_context(one.learner.shared)
    rows = {}
    for place, one in enumerate(stale):
        row = _make_row(one, result, place)
        row.is_swept = is_sweep
        rows[row.pk] = row
    _say_updates(stale, rows, values)
    try:
        with transaction.atomic():
            _point_at_contexts(stale, rows, values)
            _store(list(rows.values()))
            ProjectionSummary.objects.filter(pk__in=impossible).delete()
    except (OperationalError, IntegrityError):
        if is_sweep:
            raise
        # A reader must not fail because somebody else writes or deletes; the next one stores them.
        logger.warning("current figures were not stored: the database is busy", exc_info=True)
    return rows


def _point_at_contexts(
    stale: list[_Stale],
    rows: Mapping[int, ProjectionSummary],
    values: Mapping[str, dict[str, Any]],
) -> None:
    versions = find_or_make_versions(values)
    contexts = find_or_make_contexts(
        {one.learner.shared.key: versions[one.learner.context_fingerprint] for one in stale}
    )
    for one in stale:
        row = rows[one.learner.enrolment.pk]
        row.context = contexts[one.learner.shared.key]
        row.version = versions[one.learner.context_fingerprint]


def _store(rows: list[ProjectionSummary]) -> None:
    names = [item.name for item in ProjectionSummary._meta.fields if not item.primary_key]
    ProjectionSummary.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["enrolment"], update_fields=names
    )


def _make_row(one: _Stale, result: BatchResult, place: int) -> ProjectionSummary:
    p10, p50, p90 = _cents(result.value_quantiles_usd[place].tolist())
    if_finished = float(result.ahead_if_finished_share[place])
    return ProjectionSummary(
        enrolment=one.learner.enrolment,
        input_fingerprint=one.fingerprint,
        computed_at=timezone.now(),
        horizon_months=int(result.horizon_months[place]),
        expected_usd=round(float(result.expected_usd[place]), 2),
        p10_usd=p10,
        p50_usd=p50,
        p90_usd=p90,
        ahead_share=_share(result.ahead_share[place]),
        # NaN, which is not equal to itself: nobody finishes.
        ahead_if_finished_share=_share(if_finished) if if_finished == if_finished else None,
        finish_share=_share(result.finish_share[place]),
        expected_benefit_usd=round(float(result.expected_benefit_usd[place]), 2),
        expected_cash_cost_usd=round(float(result.expected_cash_cost_usd[place]), 2),
        expected_time_cost_usd=round(float(result.expected_time_cost_usd[place]), 2),
        expected_study_hours=round(float(result.expected_study_hours[place]), 1),
        curve=_list_curve(result, place),
        reach=_list_reach(result, place),
        own_values=list_own_values(one.learner.inputs, one.learner.shared),
    )


def _list_curve(result: BatchResult, place: int) -> list[list[int]]:
    months = result.curve_months[place].tolist()
    means = result.curve_mean_usd[place].tolist()
    quantiles = result.curve_quantiles_usd[place].tolist()
    return [
        [month, *map(round, (mean, *points))]
        for month, mean, points in zip(months, means, quantiles, strict=True)
        if month
    ]


def _list_reach(result: BatchResult, place: int) -> list[list[float]]:
    columns = (
        result.with_path_share, result.without_path_share,
        result.with_path_5_years_share, result.without_path_5_years_share,
    )  # fmt: skip
    rows = zip(*(column[place].tolist() for column in columns), strict=True)
    return [
        [rung, *(round(share, 4) for share in shares)]
        for rung, shares in enumerate(rows, start=1)
        if shares[0] == shares[0]
    ]


def _say_updates(
    stale: list[_Stale],
    rows: Mapping[int, ProjectionSummary],
    values: Mapping[str, dict[str, Any]],
) -> None:
    """Write into the rows what is different from the figures before, for each in words."""
    pairs = {}
    for one in stale:
        if one.before:
            row = rows[one.learner.enrolment.pk]
            before = join_values(shared=one.before.version.values, own=one.before.own_values)
            after = join_values(shared=values[one.learner.context_fingerprint], own=row.own_values)
            after["backing"]["open"] = one.learner.hours.open
            pairs[row.pk] = (one.before, before, after)
    names = read_names((before, after) for _, before, after in pairs.values())
    for pk, (stored, before, after) in pairs.items():
        causes = list_causes(before=before, after=after, names=names)
        model = stored.version.model_version
        if model != MODEL_VERSION:
            causes = (name_model(before=model, after=MODEL_VERSION), *causes)
        words = [cause.words for cause in causes]
        # What a sweep wrote nobody may have read, and another engine alone changes no input.
        unread = stored.updated_with if stored.is_swept or not words else []
        rows[pk].updated_with = list(dict.fromkeys([*words, *unread]))[:_UPDATES_KEPT]
        rows[pk].is_swept &= bool(words) or stored.is_swept


def _cents(amounts: list[float]) -> list[float]:
    return [round(amount, 2) for amount in amounts]


def _share(value: Any) -> float:
    return round(float(value), 6)
