"""The assumptions table of the projection's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from progress.forms.assumptions import AssumptionForm
from progress.models import Learner, Projection
from progress.queries.assumption_dates import find_own_assumption_dates
from progress.roi.assumptions import Assumption, list_assumptions
from progress.roi.presentation import say_in_ten, say_money

_PERCENT = "%"
# One swing moves both ends of the time in a level.
_SWINGS = {"rung_low_months": "rung_months", "rung_high_months": "rung_months"}
_UNITS = {"share": _PERCENT, "per year": "% a year"}


@dataclass(frozen=True)
class AssumptionRow:
    """One assumption with the value in use, in the unit that the page shows.

    `effects` say what its low and its high end would make of the projection that is shown;
    empty where that was not worked out. `since` is when an own value was first used.
    """

    line: Assumption
    value: str
    default: str
    range_words: str
    unit: str
    is_own: bool
    is_ours: bool
    form: AssumptionForm | None
    effects: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True)
class AssumptionTables:
    """All assumptions of a track, those that a learner may change apart from the others."""

    editable: tuple[AssumptionRow, ...]
    fixed: tuple[AssumptionRow, ...]

    @property
    def has_effects(self) -> bool:
        """Whether a projection is there to say what some of them would change."""
        return any(row.effects for row in (*self.editable, *self.fixed))


def list_assumption_rows(
    *,
    track_key: str,
    learner: Learner,
    refused: AssumptionForm | None = None,
    projection: Projection | None = None,
) -> AssumptionTables:
    """Return every assumption with its value and, of a projection, what its ends would change.

    `refused` keeps what was entered and why not.
    """
    effects = _say_effects(projection)
    since = find_own_assumption_dates(learner=learner)
    rows = [
        _make_row(
            line,
            learner,
            refused if refused and refused.assumption.key == line.key else None,
            effects=effects.get(_name_swing(line), ()),
            since=since.get(line.key),
        )
        for line in list_assumptions(track_key=track_key)
    ]
    return AssumptionTables(
        editable=tuple(row for row in rows if row.form),
        fixed=tuple(row for row in rows if not row.form),
    )


def _name_swing(line: Assumption) -> str:
    """Return the key of the swing that moves an assumption, all its levels at once."""
    name = line.key.partition("_rung_")[0]
    return _SWINGS.get(name, name)


def _say_effects(projection: Projection | None) -> dict[str, tuple[str, ...]]:
    swings = (projection.decisions or {}).get("swings", []) if projection else []
    return {swing["key"]: (_say_end(swing, "low"), _say_end(swing, "high")) for swing in swings}


def _say_end(swing: Mapping[str, Any], end: str) -> str:
    ahead = say_in_ten(swing[f"{end}_ahead_share"])
    average = say_money(swing[f"{end}_expected_usd"])
    return f"{swing[f'{end}_label']}: {ahead} ahead, {average} on average"


def _make_row(
    line: Assumption,
    learner: Learner,
    refused: AssumptionForm | None,
    *,
    effects: tuple[str, ...],
    since: datetime | None,
) -> AssumptionRow:
    own = learner.assumption_overrides.get(line.key)
    factor = 100.0 if line.unit in _UNITS else 1.0

    def show(number: float) -> str:
        return f"{round(number * factor, 4):g}"

    value = show(line.default if own is None else own)
    form = refused or AssumptionForm(
        assumption=line,
        initial={"key": line.key, "value": value},
        auto_id=f"assumption-{line.key}-%s",
    )
    return AssumptionRow(
        line=line,
        value=value,
        default=show(line.default),
        range_words=f"{show(line.low)} to {show(line.high)}",
        unit=_UNITS.get(line.unit, line.unit),
        is_own=own is not None,
        is_ours=line.chip == "our assumption",
        form=form if line.is_editable else None,
        effects=effects,
        since=since,
    )
