"""Look whether curated figures changed, and start a sweep when they did."""

from datetime import date, datetime

from django.core.cache import cache

from progress.operations.sweep_runs import PlannedSweep, SweepUnderWay, plan_sweep
from progress.queries.figures import get_figures_stamp

# A lost stamp costs one more look, which finds nothing to do.
_STAMP_KEY = "progress:figures-stamp"


def look_for_changes(*, now: datetime, today: date) -> PlannedSweep | None:
    """Plan a sweep when any curated figure has changed since the last look.

    None when nothing did, when the change concerns no active learner, or while a sweep is
    under way: then the next look plans what that one did before the change.
    """
    stamp = get_figures_stamp(today=today)
    if cache.get(_STAMP_KEY) == stamp:
        return None
    try:
        planned = plan_sweep(is_whole=False, now=now, today=today)
    except SweepUnderWay:
        return None
    cache.set(_STAMP_KEY, stamp, timeout=None)
    return planned


def is_looked_at(*, today: date) -> bool:
    """Tell whether a look has seen all curated figures as they are now."""
    return bool(cache.get(_STAMP_KEY) == get_figures_stamp(today=today))
