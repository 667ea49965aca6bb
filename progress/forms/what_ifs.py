"""The sliders of a what-if."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from progress.forms.fields import PlainFloatField, say_number
from progress.queries.scenario_limits import (
    ACCELERATOR_SHARE,
    DISCOUNT_RATE,
    EMPLOYER_SHARE,
    HORIZON_YEARS,
    Limits,
    find_hours_limits,
    list_target_rungs,
)
from progress.queries.scenario_settings import MONTHS_PER_YEAR, ScenarioSettings
from progress.queries.scenarios import Choice, WhatIfGround
from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.shapes import RoiInputs

_BOOST = "boost_"
_RETAKES = (("", "As each exam states"), ("0", "None"), ("1", "One"), ("2", "Two"))


class SliderInput(forms.NumberInput):
    """A number that is dragged; the keyboard moves it by the same steps."""

    input_type = "range"


def _slider(
    label: str,
    *,
    limits: Limits,
    step: float,
    unit: str,
    help_text: str = "",
    is_whole: bool = False,
) -> forms.FloatField:
    kind = "a whole number" if is_whole else "a number"
    words = f"Choose {kind} from {limits.low:g} to {limits.high:g}."
    field = PlainFloatField(
        label=label,
        min_value=limits.low,
        max_value=limits.high,
        step_size=step if is_whole else None,
        required=False,
        help_text=help_text,
        error_messages=say_number(words),
        widget=SliderInput(attrs={"step": f"{step:g}"}),
    )
    field.widget.attrs |= {"data-unit": unit}
    return field


class WhatIfForm(forms.Form):
    """Everything that a what-if sets, beginning where the learner stands.

    A value that is left out, as in a link somebody shortened, stays the learner's own.
    """

    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    target = forms.TypedChoiceField(
        label="Up to which level",
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "Choose a level above your own, from the list."},
    )
    retakes = forms.TypedChoiceField(
        label="Free retakes",
        choices=_RETAKES,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose none, one or two."},
    )
    sit = forms.MultipleChoiceField(
        label="Exams you sit",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s” is not among the exams that you plan."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, ground: WhatIfGround) -> None:
        self.ground = ground
        own = ground.own.inputs
        assert own is not None  # noqa: S101 - the view asks only when nothing is missing
        self.own = own
        super().__init__(data, initial=_read_initial(ground, own), auto_id="what-if-%s")
        self.fields |= _make_sliders(own, ground.accelerators)
        for name, field in self.fields.items():
            if isinstance(field, PlainFloatField) and field.step_size is None:
                _fit_step(field, self.initial[name], (data or {}).get(name))
        rungs = list_target_rungs(own)
        _set_choices(self.fields["target"], [(rung, RUNG_NAMES[rung].title()) for rung in rungs])
        _set_choices(self.fields["sit"], [(one.key, one.name) for one in ground.exams])

    @property
    def sliders(self) -> list[BoundField]:
        """What is dragged, without the accelerators."""
        return [self[name] for name in ("hours", "employer", "horizon", "discount")]

    @property
    def boosts(self) -> list[BoundField]:
        """The accelerators."""
        return [self[name] for name in self.fields if name.startswith(_BOOST)]

    @property
    def asked_fields(self) -> list[BoundField]:
        """What the page asks, without questions that have a single answer."""
        choices = [self["target"]] if len(list_target_rungs(self.own)) > 1 else []
        if self.ground.exams:
            choices += [self["sit"], self["retakes"]]
        return [*choices, *self.sliders, *self.boosts]

    def read_settings(self) -> ScenarioSettings:
        """Return what differs from the learner's own values; the form must be valid."""
        given, own = self.cleaned_data, self.own
        planned = [one.key for one in self.ground.exams]
        # No ticked exam means none only where the form asked; a shortened link did not.
        sat = given["sit"] if given["asked"] else planned
        return ScenarioSettings(
            hours_per_week=_unless_own(given["hours"], own.planned_hours_per_week),
            target_rung=_unless_own(given["target"] or None, self.ground.own_target),
            employer_share=_unless_own(_to_share(given["employer"]), own.employer_share),
            free_retakes_count=given["retakes"],
            horizon_years=_unless_own(
                int(given["horizon"]) if given["horizon"] else None,
                own.assumptions.horizon_months // MONTHS_PER_YEAR,
            ),
            discount_rate=_unless_own(
                _to_share(given["discount"]), own.assumptions.real_discount_rate
            ),
            left_out_exams=tuple(key for key in planned if key not in sat),
            accelerators={
                one.key: round((given[_BOOST + one.key] or 0) / 100, 4)
                for one in self.ground.accelerators
                if given[_BOOST + one.key]
            },
        )


def _make_sliders(own: RoiInputs, accelerators: tuple[Choice, ...]) -> dict[str, forms.Field]:
    sliders: dict[str, forms.Field] = {
        "hours": _slider(
            "Hours a week",
            limits=find_hours_limits(own),
            step=0.5,
            unit="h a week",
            help_text=_say_what_is_logged(own),
        ),
        "employer": _slider(
            "Fees that an employer pays", limits=_to_percent(EMPLOYER_SHARE), step=5, unit="%"
        ),
        "horizon": _slider(
            "Years to look ahead",
            limits=HORIZON_YEARS,
            step=1,
            unit="years",
            help_text=_say_own_horizon(own),
            is_whole=True,
        ),
        "discount": _slider(
            "Later money is worth less by",
            limits=_to_percent(DISCOUNT_RATE),
            step=0.5,
            unit="% a year",
            help_text="After inflation. 7 % is like money borrowed on a card.",
        ),
    }
    for one in accelerators:
        sliders[_BOOST + one.key] = _slider(
            one.name, limits=_to_percent(ACCELERATOR_SHARE), step=0.5, unit="points"
        )
    return sliders


def _say_own_horizon(own: RoiInputs) -> str:
    """Say which year stands for an own horizon that is none of whole years."""
    years, rest = divmod(own.assumptions.horizon_months, MONTHS_PER_YEAR)
    return f"{years} stands for your own {years * 12 + rest} months." if rest else ""


def _fit_step(field: PlainFloatField, *values: Any) -> None:
    """Take steps on which the values lie; browsers move a value to the nearest step unasked."""
    attrs, low = field.widget.attrs, Decimal(str(field.min_value))
    try:
        given = [Decimal(str(value)) - low for value in values if value not in (None, "")]
        attrs["step"] = next(
            step
            for step in (attrs["step"], "0.1", "0.01", "any")
            if step == "any" or all(value % Decimal(step) == 0 for value in given)
        )
    except ArithmeticError:  # no number at all, which the field refuses
        return


def _say_what_is_logged(own: RoiInputs) -> str:
    """Say why planned hours move little once many weeks are logged; nothing before."""
    if not own.logged_hours:
        return ""
    weeks = f"{own.logged_weeks:g} week{'' if own.logged_weeks == 1 else 's'}"
    return (
        f"As planned. The {own.logged_hours:g} h of the {weeks} in your log count too, and more "
        "the longer you log."
    )


def _to_percent(limits: Limits) -> Limits:
    return Limits(round(limits.low * 100), round(limits.high * 100))


def _set_choices(field: forms.Field, choices: list[tuple[Any, str]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]  # both are fields of choices


def _read_initial(ground: WhatIfGround, own: RoiInputs) -> dict[str, Any]:
    return {
        "asked": "1",
        "hours": f"{own.planned_hours_per_week:g}",
        "target": ground.own_target,
        "employer": f"{own.employer_share * 100:g}",
        "retakes": "",
        "horizon": own.assumptions.horizon_months // MONTHS_PER_YEAR,
        "discount": f"{own.assumptions.real_discount_rate * 100:g}",
        "sit": [one.key for one in ground.exams],
        **{_BOOST + one.key: 0 for one in ground.accelerators},
    }


def fill_form(settings: ScenarioSettings, *, ground: WhatIfGround) -> dict[str, Any]:
    """Return form data that says the settings, as for a kept scenario that is opened again."""
    own = ground.own.inputs
    assert own is not None  # noqa: S101 - as in the form
    data = _read_initial(ground, own)
    given = {
        "hours": settings.hours_per_week,
        "target": settings.target_rung,
        "employer": None if settings.employer_share is None else settings.employer_share * 100,
        "retakes": settings.free_retakes_count,
        "horizon": settings.horizon_years,
        "discount": None if settings.discount_rate is None else settings.discount_rate * 100,
    }
    data |= {name: f"{value:g}" for name, value in given.items() if value is not None}
    data["sit"] = [key for key in data["sit"] if key not in settings.left_out_exams]
    boosts = {_BOOST + key: f"{share * 100:g}" for key, share in settings.accelerators.items()}
    return data | {name: value for name, value in boosts.items() if name in data}


def _to_share(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 6)


def _unless_own(value: Any, own: Any) -> Any:
    """Return a value that was given and differs from the learner's own, or None."""
    if value is None:
        return None
    return None if abs(value - own) < 1e-6 else value


class ScenarioNameForm(forms.Form):
    """The name under which a what-if is kept."""

    name = forms.CharField(
        label="Keep it as",
        max_length=60,
        strip=True,
        error_messages={
            "required": "Give it a name, so that you find it again.",
            "max_length": "Give a name of at most 60 characters.",
        },
    )
