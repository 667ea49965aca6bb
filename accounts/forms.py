"""Preferences of the account, and keys to the API."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms

from accounts.choices import TokenScope
from accounts.models import ApiToken, User

# Days that a new token may be valid for; the API takes any number from 1 to 365.
_TOKEN_DAYS = (7, 30, 90, 365)
_TOKEN_DAYS_USUAL = 90

_REGIONS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)


@cache
def list_time_zones() -> tuple[tuple[str, Any], ...]:
    """Return UTC and the zones of the world by region, for a grouped list."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in _REGIONS)
    return (("UTC", "UTC"), *_group(names))


def _group(names: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for region, members in groupby(names, key=lambda name: name.split("/")[0]):
        yield region, [(name, name.partition("/")[2].replace("_", " ")) for name in members]


class PreferencesForm(forms.ModelForm):
    """Name, time zone and colours."""

    time_zone = forms.ChoiceField(
        label="Time zone", help_text="Days, streaks and due dates follow it."
    )

    class Meta:
        model = User
        fields = ("display_name", "time_zone", "theme")
        labels = {"display_name": "Name", "theme": "Colours"}
        help_texts = {
            "display_name": "Shown on your pages and on the cover of your career plan.",
        }
        widgets = {"theme": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["time_zone"]
        zone.choices = list_time_zones()
        known = {name for name, _ in list_time_zones()[:1]}
        known |= {name for _, members in list_time_zones()[1:] for name, _ in members}
        if self.instance.time_zone not in known:
            zone.choices = [(self.instance.time_zone, self.instance.time_zone), *zone.choices]


class TokenForm(forms.ModelForm):
    """A new key to the API: what uses it, what it may do, how long."""

    scope = forms.ChoiceField(
        label="What it may do",
        choices=TokenScope.choices,
        initial=TokenScope.READ,
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label="Valid for",
        choices=[(days, f"{days} days") for days in _TOKEN_DAYS],
        coerce=int,
        initial=_TOKEN_DAYS_USUAL,
    )

    class Meta:
        model = ApiToken
        fields = ("name",)
        labels = {"name": "What will use it"}
        help_texts = {"name": "Such as the name of a script, so that you know it again."}
