"""Questions about a learner's circumstances; every one can be left out."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django import forms

from progress.forms.fields import PlainDecimalField, say_number
from progress.models import Learner
from progress.models.learners import PAY_TOO_HIGH
from tracks.models import Role, Track

# Where pay is likely to be in another currency than the one that pay data is in.
CURRENCIES = (
    ("USD", "US dollars"),
    ("EUR", "Euro"),
    ("GBP", "Pounds sterling"),
    ("CAD", "Canadian dollars"),
    ("AUD", "Australian dollars"),
    ("CHF", "Swiss francs"),
    ("INR", "Indian rupees"),
    ("JPY", "Japanese yen"),
    ("PLN", "Polish złoty"),
    ("SEK", "Swedish kronor"),
)
RUNGS = (
    ("", "Rather not say"),
    ("0", "Outside the field: I do something else, or I am new to work"),
    ("1", "Junior: I do this work with help"),
    ("2", "Mid-level: I do it on my own"),
    ("3", "Senior: others come to me"),
    ("4", "Architect: I decide how it is done"),
)
_PAY_WORDS = "Write the amount in digits only, such as 52000: no separators and no cents."
_PAY_TOO_HIGH = f"{PAY_TOO_HIGH} Give yen, rupees and the like converted to US dollars."
_HOURS_WORDS = "Write a number from 0.5 to 80 with a point, such as 7.5."
# Territories of the locale data that are no countries.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})


@cache
def list_countries() -> tuple[tuple[str, str], ...]:
    """Return country codes and English names in the order of the names."""
    names = Locale("en").territories
    countries = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    ]
    return tuple(sorted(countries, key=lambda country: country[1]))


class CircumstancesForm(forms.ModelForm):
    """Where somebody stands and what they want; only possible answers are accepted."""

    current_rung = forms.TypedChoiceField(
        label="Where do you stand today?",
        choices=RUNGS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the levels, or “Rather not say”."},
    )
    country = forms.ChoiceField(
        label="In which country do you want to work?",
        required=False,
        help_text="Pay data here is for the United States; other countries show no number yet.",
        error_messages={"invalid_choice": "Choose a country from the list."},
    )
    pay_currency = forms.ChoiceField(
        label="Currency of your pay",
        choices=CURRENCIES,
        required=False,
        error_messages={"invalid_choice": "Choose a currency from the list."},
    )
    employer_share = PlainDecimalField(
        label="How much of exam fees does your employer pay?",
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=0,
        help_text="In per cent; 0 when you pay everything yourself.",
        error_messages=say_number("Give a whole number from 0 to 100."),
    )

    class Meta:
        model = Learner
        fields = (
            "current_role",
            "current_rung",
            "current_pay",
            "pay_currency",
            "country",
            "hours_per_week",
            "goal",
            "target_role",
            "target_date",
            "employer_share",
        )
        labels = {
            "current_role": "What do you do now?",
            "current_pay": "What do you earn in a year, before tax?",
            "hours_per_week": "How many hours a week can you study?",
            "goal": "What do you want to reach?",
            "target_role": "Which role are you heading for?",
            "target_date": "By when?",
        }
        help_texts = {
            "current_pay": "Only you see this. It is what a projection compares with.",
            "hours_per_week": "An honest week, not a good one. You can log what really happened.",
            "target_role": "Roles of the track that you follow.",
        }
        field_classes = {
            "current_pay": PlainDecimalField,
            "hours_per_week": PlainDecimalField,
        }
        # The model says which amounts are too small or too large.
        error_messages = {
            "current_role": {"max_length": "At most 120 characters."},
            "current_pay": {
                **dict.fromkeys(("invalid", "max_decimal_places"), _PAY_WORDS),
                **dict.fromkeys(("max_value", "max_digits", "max_whole_digits"), _PAY_TOO_HIGH),
            },
            "hours_per_week": dict.fromkeys(
                ("invalid", "max_digits", "max_whole_digits", "max_decimal_places"), _HOURS_WORDS
            ),
            "target_date": {"invalid": "Give a day as YYYY-MM-DD, or leave it empty."},
        }
        widgets = {
            "goal": forms.Textarea(attrs={"rows": 3, "maxlength": 400}),
            "target_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "current_pay": forms.NumberInput(attrs={"inputmode": "numeric", "step": "1"}),
            "hours_per_week": forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
        }

    def __init__(self, *args: Any, track: Track | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        countries: Any = self.fields["country"]
        countries.choices = [("", "Rather not say"), *list_countries()]
        role: Any = self.fields["target_role"]
        role.queryset = _list_roles(track)
        role.empty_label = "No particular role"
        role.error_messages["invalid_choice"] = (
            f"This role is not on the ladder of {track}. Choose one from the list."
            if track
            else "Choose a track first, then one of its roles."
        )
        if not self.is_bound and self.instance.pk:
            self.initial["employer_share"] = round(self.instance.employer_share * 100)

    def clean_target_date(self) -> date | None:
        """Refuse a day that has passed, unless it was set when it lay ahead."""
        day: date | None = self.cleaned_data["target_date"]
        if day and day <= self.today and "target_date" in self.changed_data:
            message = "This day has passed. Choose a day ahead, or leave it empty."
            raise forms.ValidationError(message)
        return day

    def clean_pay_currency(self) -> str:
        """Take US dollars when nothing is said."""
        return self.cleaned_data["pay_currency"] or "USD"

    def clean_employer_share(self) -> Decimal:
        """Turn per cent into a share."""
        share: Decimal | None = self.cleaned_data["employer_share"]
        return (share or Decimal(0)) / 100

    @property
    def answers(self) -> dict[str, Any]:
        """The cleaned answers by the names that `save_circumstances` takes."""
        return dict(self.cleaned_data)


def _list_roles(track: Track | None) -> Any:
    if track is None:
        return Role.objects.none()
    return (
        Role.objects.filter(placements__ladder_rung__track=track).distinct().order_by("title", "pk")
    )
