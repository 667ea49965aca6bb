"""The form by which a curator decides what becomes of a draft milestone."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminRadioSelect,
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
)
from django.db.models import TextChoices
from django.utils.text import slugify

from tracks.models import DraftMilestone, Milestone
from tracks.operations.draft_milestones import (
    accept_as_milestone,
    accept_into_milestone,
    decline_draft,
)

MILESTONE_TITLE_LENGTH = 80


class Decision(TextChoices):
    NEW = "NEW", "Make a milestone of it"
    LINK = "LINK", "Add its link to a milestone that is there"
    DECLINE = "DECLINE", "Decline it"


class DecisionForm(forms.ModelForm):
    """What to do, and for each answer what it needs."""

    decision = forms.ChoiceField(
        choices=Decision.choices, widget=AdminRadioSelect(attrs={"class": "radiolist"})
    )
    new_key = forms.SlugField(
        required=False,
        max_length=80,
        label="Key of the milestone",
        widget=AdminTextInputWidget,
        help_text="For a new milestone. It is chosen once and never changes its meaning.",
    )
    new_title = forms.CharField(
        required=False,
        max_length=MILESTONE_TITLE_LENGTH,
        label="Title of the milestone",
        widget=AdminTextInputWidget,
    )
    outcome = forms.CharField(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="What somebody can do afterwards, in your own words, beginning with “Can”.",
    )
    existing = forms.ModelChoiceField(
        queryset=Milestone.objects.filter(retired_at__isnull=True),
        required=False,
        label="Milestone that is there",
        widget=AutocompleteSelect(DraftMilestone._meta.get_field("milestone"), admin.site),
    )
    why = forms.CharField(
        required=False,
        label="Reason",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="Why it is declined, for whoever meets it next.",
    )

    class Meta:
        model = DraftMilestone
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = self.instance.title
        self.fields["new_key"].initial = slugify(title)[:80].strip("-")
        self.fields["new_title"].initial = title[:MILESTONE_TITLE_LENGTH].strip()

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen answer needs, at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == Decision.NEW:
            self._check_new(cleaned)
        elif decision == Decision.LINK and not cleaned.get("existing"):
            self.add_error("existing", "Choose the milestone that the link teaches.")
        elif decision == Decision.DECLINE and not (cleaned.get("why") or "").strip():
            self.add_error("why", "Say why, so that the next curator need not ask again.")
        return cleaned

    def _check_new(self, cleaned: dict[str, Any]) -> None:
        key = cleaned.get("new_key")
        if not key:
            self.add_error("new_key", "Choose a key, such as learn-containers.")
        elif Milestone.objects.filter(key=key).exists():
            self.add_error(
                "new_key", f"There is a milestone {key!r}. Choose another key, or link it."
            )
        if not cleaned.get("new_title"):
            self.add_error("new_title", "Give the milestone a title.")
        if not (cleaned.get("outcome") or "").startswith("Can "):
            self.add_error("outcome", "Write what somebody can do, beginning with “Can ”.")

    def decide(self, *, decided_by: Any, now: datetime) -> str:
        """Carry the decision out and say what was done.

        Raises:
            DraftDecided: If somebody else was quicker.
            KeyTaken: If somebody made a milestone with the key meanwhile.
        """
        cleaned = self.cleaned_data
        who_and_when = {"decided_by": decided_by, "now": now}
        if cleaned["decision"] == Decision.NEW:
            made = accept_as_milestone(
                draft_id=self.instance.pk,
                key=cleaned["new_key"],
                title=cleaned["new_title"],
                outcome=cleaned["outcome"],
                **who_and_when,
            )
            return (
                f"Made the milestone “{made}”. Complete it: description, proof, skills and a place "
                "in a track."
            )
        if cleaned["decision"] == Decision.LINK:
            taught = accept_into_milestone(
                draft_id=self.instance.pk, milestone_id=cleaned["existing"].pk, **who_and_when
            )
            return f"Its link now teaches “{taught}”."
        decline_draft(draft_id=self.instance.pk, reason=cleaned["why"], **who_and_when)
        return "Declined. Importing the roadmap again leaves it declined."
