"""The questionnaire as a form: every question may be left out."""

from collections.abc import Sequence

from django import forms

from tracks.queries.questionnaire import AskedQuestion


class QuestionnaireForm(forms.Form):
    """One choice per question; an answer that does not exist is an error of its field."""

    def __init__(self, *args: object, questions: Sequence[AskedQuestion], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through untouched
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=question.help_text,
                choices=[(option.key, option.text) for option in question.options],
                widget=forms.RadioSelect,
                required=False,
                error_messages={
                    "invalid_choice": "“%(value)s” is not one of the answers. Pick one below."
                },
            )

    def list_answers(self) -> dict[str, str]:
        """Return what was answered; questions left out are absent."""
        return {key: value for key, value in self.cleaned_data.items() if value}
