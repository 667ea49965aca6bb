"""The form of a milestone: prerequisites without circles, retirement with a way on."""

from typing import Any

from django import forms
from django.utils import timezone

from tracks.models import Milestone
from tracks.queries.prerequisites import find_circle


class MilestoneForm(forms.ModelForm):
    is_retired = forms.BooleanField(
        required=False,
        label="retired",
        help_text="Learners keep it as done; the next release of a track offers the successor.",
    )

    class Meta:
        model = Milestone
        fields = (
            "title",
            "key",
            "outcome",
            "description",
            "proof_idea",
            "hours_low",
            "hours_likely",
            "hours_high",
            "hours_source",
            "prerequisites",
            "skills",
            "tools",
            "successor",
            "retired_reason",
        )
        help_texts = {
            "outcome": "What a learner can do afterwards, so that somebody else can check it.",
            "hours_likely": "Study hours. Leave all three empty when unknown: never guess a zero.",
            "successor": "The milestone that replaces this one.",
            "retired_reason": "Needed when nothing replaces it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_retired"].initial = self.instance.retired_at is not None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._check_hours(data)
        self._check_retirement(data)
        if self.instance.pk and data.get("prerequisites") is not None:
            circle = find_circle(milestone=self.instance, needed=data["prerequisites"])
            if circle:
                self.add_error(
                    "prerequisites", f"“{circle}” itself needs this milestone: that is a circle."
                )
        return data

    def _check_hours(self, data: dict[str, Any]) -> None:
        names = ("hours_low", "hours_likely", "hours_high")
        hours = [data.get(name) for name in names]
        given = [hour for hour in hours if hour is not None]
        if given and len(given) < len(names):
            for name, hour in zip(names, hours, strict=True):
                if hour is None and name not in self.errors:
                    self.add_error(name, "Give all three hours, or none.")
        elif given and given != sorted(given):
            self.add_error("hours_low", "Hours must rise from low to likely to high.")
        elif given and not given[0]:
            self.add_error("hours_low", "Hours must be at least 1. Leave unknown hours empty.")
        if given and not data.get("hours_source") and "hours_source" not in self.errors:
            self.add_error("hours_source", "Say where the hours come from.")

    def _check_retirement(self, data: dict[str, Any]) -> None:
        successor = data.get("successor")
        if successor and successor.pk == self.instance.pk:
            self.add_error("successor", "A milestone cannot replace itself.")
        elif successor and successor.retired_at:
            self.add_error("successor", f"“{successor}” is retired itself. Name one in use.")
        has_way_on = bool(successor or data.get("retired_reason"))
        if data.get("is_retired") and not has_way_on:
            self.add_error("successor", "Name what replaces it, or state the reason below.")
        if has_way_on and not data.get("is_retired"):
            self.add_error("is_retired", "Tick this too, or clear the successor and the reason.")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        if not self.cleaned_data.get("is_retired"):
            self.instance.retired_at = None
        elif self.instance.retired_at is None:
            self.instance.retired_at = timezone.now()
        return super().save(commit=commit)
