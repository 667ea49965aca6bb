"""What to print a career plan on, and how many of them to keep."""

from django import forms

from progress.choices import PageSize, PlansKept

ALL_PLANS = "all"


class CareerPlanForm(forms.Form):
    """The paper of a career plan."""

    page_size = forms.ChoiceField(
        label="Paper", choices=PageSize.choices, initial=PageSize.A4, widget=forms.RadioSelect
    )


def _read_plans_kept(value: str) -> PlansKept | None:
    return None if value == ALL_PLANS else PlansKept(int(value))


class PlansKeptForm(forms.Form):
    """How many finished plans of a track keep their file; None is all."""

    plans_kept = forms.TypedChoiceField(
        label="Keep of each track",
        choices=[*PlansKept.choices, (ALL_PLANS, "All of them")],
        coerce=_read_plans_kept,
    )
