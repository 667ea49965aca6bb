"""The assumptions table of the projection's page."""

from dataclasses import dataclass

from progress.forms.assumptions import AssumptionForm
from progress.models import Learner
from progress.roi.assumptions import Assumption, list_assumptions

_PERCENT = "%"
_UNITS = {"share": _PERCENT, "per year": "% a year"}


@dataclass(frozen=True)
class AssumptionRow:
    """One assumption with the value in use, in the unit that the page shows."""

    line: Assumption
    value: str
    default: str
    range_words: str
    unit: str
    is_own: bool
    is_ours: bool
    form: AssumptionForm | None


@dataclass(frozen=True)
class AssumptionTables:
    """All assumptions of a track, those that a learner may change apart from the others."""

    editable: tuple[AssumptionRow, ...]
    fixed: tuple[AssumptionRow, ...]


def list_assumption_rows(
    *, track_key: str, learner: Learner, refused: AssumptionForm | None = None
) -> AssumptionTables:
    """Return every assumption with its value; `refused` keeps what was entered and why not."""
    rows = [
        _make_row(
            line, learner, refused if refused and refused.assumption.key == line.key else None
        )
        for line in list_assumptions(track_key=track_key)
    ]
    return AssumptionTables(
        editable=tuple(row for row in rows if row.form),
        fixed=tuple(row for row in rows if not row.form),
    )


def _make_row(line: Assumption, learner: Learner, refused: AssumptionForm | None) -> AssumptionRow:
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
    )
