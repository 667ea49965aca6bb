"""The form by which a curator hands in a file."""

from typing import Any

from django import forms

from tracks.operations.uploads import Upload
from tracks.shared.import_formats import ImportFormat, get_import_format, list_import_formats
from tracks.shared.imports import Resolution

# The part of a format's name before the slash, in words.
GROUPS = {
    "salaries": "Pay",
    "certifications": "Certifications",
    "occupations": "Occupations",
    "money": "Money",
    "milestones": "Roadmaps",
}
RESOLUTIONS = (
    (Resolution.REPORT.value, "Report it and leave the row as it is"),
    (Resolution.THEIRS.value, "Let the file win"),
    (Resolution.OURS.value, "Keep what was edited here, for good"),
)


def list_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the known formats, grouped by what they are about."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in list_import_formats():
        prefix = one.name.partition("/")[0]
        groups.setdefault(GROUPS.get(prefix, prefix.capitalize()), []).append((one.name, one.label))
    return list(groups.items())


class UploadForm(forms.Form):
    """A file, what it is and what becomes of rows that both sides changed."""

    format = forms.ChoiceField(
        label="What the file is",
        choices=lambda: [("", "Choose a format"), *list_choices()],
        error_messages={"required": "Say what the file is."},
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=False,
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Fetch it again.",
        },
    )
    as_of = forms.DateField(
        label="Day of the snapshot",
        required=False,
        help_text="Only if the file does not say it in its name or inside.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    resolution = forms.ChoiceField(
        label="If a row was changed in the file and here",
        choices=RESOLUTIONS,
        initial=Resolution.REPORT.value,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Look at name and size; what is in the file is looked at in the background."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, name = cleaned.get("file"), cleaned.get("format")
        if file is None or not name:
            return cleaned
        chosen = get_import_format(name)
        if not file.name.lower().endswith(chosen.suffixes):
            expected = " or ".join(chosen.suffixes)
            self.add_error("file", f"{file.name} is not a {expected} file, as this format is.")
        elif file.size > chosen.max_bytes:
            self.add_error("file", describe_limit(chosen.max_bytes))
        return cleaned

    def make_upload(self) -> Upload:
        """Return what was handed in."""
        chosen: ImportFormat = get_import_format(self.cleaned_data["format"])
        day = self.cleaned_data["as_of"]
        return Upload(
            file=self.cleaned_data["file"],
            file_name=self.cleaned_data["file"].name,
            format=chosen,
            as_of=day.isoformat() if day else "",
            resolution=Resolution(self.cleaned_data["resolution"]),
        )


def describe_limit(max_bytes: int) -> str:
    """Say how much is read, and what to do about a larger file."""
    size = f"{max_bytes / (1 << 20):,.0f} MiB" if max_bytes >= 1 << 20 else f"{max_bytes:,} bytes"
    return (
        f"The file is too large: at most {size} are read. Nothing of it was kept. "
        "Take a smaller extract of it, or split it."
    )
