"""Forms of the certification pages."""

from collections.abc import Iterable

from django import forms

from certifications.choices import CertificationStatus
from certifications.models import Issuer
from tracks.models import Track


class CertificationFilterForm(forms.Form):
    """Filters of the catalogue; all may be left empty."""

    q = forms.CharField(label="Name, issuer or exam code", max_length=80, required=False)
    track = forms.ChoiceField(label="Track", required=False)
    issuer = forms.ChoiceField(label="Issuer", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *CertificationStatus.choices]
    )

    def __init__(
        self, *args: object, tracks: Iterable[Track], issuers: Iterable[Issuer], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through untouched
        self.fields["track"].choices = [  # type: ignore[attr-defined]  # both are choice fields
            ("", "All tracks"),
            *((track.key, track.name) for track in tracks),
        ]
        self.fields["issuer"].choices = [  # type: ignore[attr-defined]  # both are choice fields
            ("", "All issuers"),
            *((issuer.key, issuer.name) for issuer in issuers),
        ]
