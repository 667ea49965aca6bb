"""Forms of the outline and the study log."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django import forms

from progress.forms.fields import PlainDecimalField, say_number
from progress.models import Enrolment
from progress.operations.milestones import LINK_LIMIT, NOTE_LIMIT
from tracks.models import Milestone


class NoteForm(forms.Form):
    """A learner's own words and proof links of a milestone."""

    note = forms.CharField(
        label="Your note",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": NOTE_LIMIT}),
    )
    links = forms.CharField(
        label="Your links",
        required=False,
        max_length=LINK_LIMIT * 310,
        help_text=f"What proves it: up to {LINK_LIMIT} https addresses, one a line.",
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off", "inputmode": "url"}
        ),
    )

    def clean_links(self) -> list[str]:
        """Split lines; whether each is an https address is decided when they are stored."""
        return [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]


def make_request_key() -> str:
    """Return a key for one filled-in form."""
    return uuid.uuid4().hex


class StudyLogForm(forms.Form):
    """Hours studied on a day."""

    date = forms.DateField(
        label="Day",
        error_messages=dict.fromkeys(("required", "invalid"), "Give the day as YYYY-MM-DD."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hours = PlainDecimalField(
        label="Hours",
        min_value=Decimal("0.01"),
        max_value=Decimal(24),
        max_digits=4,
        decimal_places=2,
        error_messages=say_number("Give hours above 0 and up to 24, with a point: such as 1.5."),
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )
    milestone = forms.ModelChoiceField(
        label="Milestone",
        queryset=Milestone.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose a milestone of your track, or none."},
    )
    note = forms.CharField(
        label="Note",
        max_length=200,
        required=False,
        error_messages={"max_length": "At most 200 characters."},
    )
    # Sent by a second click again, so that hours are not logged twice.
    request_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, initial=make_request_key
    )

    def __init__(
        self, *args: Any, enrolment: Enrolment | None, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # The arrows of the field go by quarters, which it would count from its lowest value.
        self.fields["hours"].widget.attrs["min"] = "0.25"
        self.fields["date"].initial = today
        self.fields["date"].widget.attrs["max"] = today.isoformat()
        milestone: Any = self.fields["milestone"]
        milestone.empty_label = "Nothing in particular"
        if enrolment:
            milestone.queryset = Milestone.objects.filter(
                release_placements__stage__release_id=enrolment.release_id
            ).order_by("release_placements__stage__position", "release_placements__position")
