"""What may be shown of a finished projection: a headline, or only the range."""

from collections.abc import Mapping
from typing import Any

from progress.models import Projection
from progress.roi.presentation import ReasonNotToShow, list_reasons_not_to_show
from progress.roi.results import RoiResult


def list_limits(*, projection: Projection, result: RoiResult) -> tuple[ReasonNotToShow, ...]:
    """Return why this projection may have no headline; empty when it may.

    The rule is the same for page, API and print (docs/roi-model.md, "Words"). A projection
    is only worked out when pay and bands are known, so those reasons cannot occur here.
    """
    return list_limits_of(inputs=projection.inputs, horizon_months=result.horizon_months)


def list_limits_of(
    *, inputs: Mapping[str, Any], horizon_months: int
) -> tuple[ReasonNotToShow, ...]:
    """Return the same for inputs in the shape of `roi_inputs.dump_inputs`."""
    timed = sum(rung["remaining_hours"] > 0 or rung["is_bundle_done"] for rung in inputs["rungs"])
    return list_reasons_not_to_show(
        has_all_bands=True,
        current_pay_usd_per_year=inputs["current_pay_usd_per_year"],
        # A projection is only worked out for tracks with two milestones that have hours.
        milestones_with_hours_count=2 if timed else 0,
        logged_weeks=inputs["logged_weeks"],
        horizon_months=horizon_months,
        months_to_retirement=None,
    )
