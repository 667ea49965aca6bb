"""What to print a career plan on, and how many of them to keep."""

from django import forms

from progress.choices import PageSize, PlansKept


class CareerPlanForm(forms.Form):
    """The paper of a career plan."""

    page_size = forms.ChoiceField(
        label="Paper", choices=PageSize.choices, initial=PageSize.A4, widget=forms.RadioSelect
    )


def _read_plans_kept(value: str) -> PlansKept:
    return PlansKept(int(value))


class PlansKeptForm(forms.Form):
    """How many finished plans of a track keep their file; empty is all."""

    plans_kept = forms.TypedChoiceField(
        label="Keep of each track",
        choices=[*PlansKept.choices, ("", "All of them")],
        coerce=_read_plans_kept,
        empty_value=None,
        required=False,
    )
    # The empty choice is an answer, so a form without it must not count as one.
    is_answer = forms.CharField(widget=forms.HiddenInput, initial="1")
