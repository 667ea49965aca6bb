"""What a track may be worth to a typical starter: public, the same for everybody."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from progress.models import Learner
from progress.queries.instant_projections import InstantProjection, get_instant_projection
from progress.queries.plan_hours import count_plan_hours, list_placed_hours
from progress.queries.roi_contexts import Catalogue, ContextKey, share_inputs
from progress.queries.roi_inputs import (
    GatheredInputs,
    explain_invalid,
    list_missing_inputs,
    make_roi_inputs,
)
from progress.queries.schedules import StudyPace
from progress.roi.draws import STORED_DRAW_COUNT
from tracks.choices import Rung
from tracks.models import Track, TrackRelease
from tracks.queries.applicable_bands import list_applicable_bands
from tracks.queries.tracks import find_latest_release

# Median pay a year of all occupations in the United States, May 2023: U.S. Bureau of Labor
# Statistics, Occupational Employment and Wage Statistics, row 00-0000.
MEDIAN_PAY_USD = Decimal(48_060)
PAY_SOURCE_KEY = "bls-oews-2023"
# Our assumption: an hour on most days.
HOURS_PER_WEEK = Decimal(8)
COUNTRY = "US"


@dataclass(frozen=True)
class TypicalStarter:
    """Somebody outside the field at the median pay of all, and what the track may be worth.

    `projection` has no figures where a rung has no sourced pay, and says so.
    """

    track: Track
    pay_usd: Decimal
    hours_per_week: Decimal
    projection: InstantProjection


def get_typical_starter(*, track: Track, today: date) -> TypicalStarter | None:
    """Project a track for somebody who begins with nothing; a few queries, no exam.

    None for a track without a release.
    """
    release = find_latest_release(track=track)
    if release is None:
        return None
    learner = Learner(
        current_rung=0,
        current_pay=MEDIAN_PAY_USD,
        country=COUNTRY,
        hours_per_week=HOURS_PER_WEEK,
    )
    gathered = _gather(track, release, learner, today)
    projection = get_instant_projection(gathered, draw_count=STORED_DRAW_COUNT)
    return TypicalStarter(track, MEDIAN_PAY_USD, HOURS_PER_WEEK, projection)


def _gather(track: Track, release: TrackRelease, learner: Learner, today: date) -> GatheredInputs:
    placed = list_placed_hours(releases=[release.pk]).get(release.pk, ())
    hours = count_plan_hours(placed, {})
    bands = list_applicable_bands(track=track, country=COUNTRY)
    missing = list_missing_inputs(learner=learner, hours=hours, bands=bands)
    if missing:
        return GatheredInputs(None, missing, (), ())
    key = ContextKey(
        release_id=release.pk,
        track_id=track.pk,
        track_key=track.key,
        country=COUNTRY,
        start_rung=0,
        target_rung=int(Rung.ARCHITECT),
        certifications=(),
        overrides=(),
    )
    catalogue = Catalogue({release.pk: placed}, {(track.pk, COUNTRY): bands}, {})
    try:
        shared = share_inputs(key, catalogue, today=today)
        inputs = make_roi_inputs(
            shared=shared,
            learner=learner,
            hours=hours,
            pace=StudyPace(HOURS_PER_WEEK, 0, Decimal(0)),
            months_active=0,
        )
    except ValueError as invalid:
        return GatheredInputs(None, (explain_invalid(invalid),), (), ())
    return GatheredInputs(inputs, (), (), shared.remarks, shared)
