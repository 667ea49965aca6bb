"""What to print a career plan on."""

from django import forms

from progress.choices import PageSize


class CareerPlanForm(forms.Form):
    """The paper of a career plan."""

    page_size = forms.ChoiceField(
        label="Paper", choices=PageSize.choices, initial=PageSize.A4, widget=forms.RadioSelect
    )
