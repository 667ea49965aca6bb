from typing import Any

import pytest

from certifications.forms import CertificationFilterForm
from tests.factories.certifications import make_issuer
from tests.factories.tracks import make_track

pytestmark = pytest.mark.django_db


def list_choices(form: Any, name: str) -> list[tuple[str, str]]:
    """Return what a field offers besides its empty choice."""
    return list(form.fields[name].choices)[1:]


class TestCertificationFilterForm:
    def test_offers_what_there_is_and_needs_nothing(self):
        track, issuer = make_track(), make_issuer()
        form = CertificationFilterForm({}, tracks=[track], issuers=[issuer])
        assert form.is_valid()
        assert list_choices(form, "track") == [(track.key, track.name)]
        assert list_choices(form, "issuer") == [(issuer.key, issuer.name)]

    def test_refuses_what_is_not_offered(self):
        form = CertificationFilterForm({"status": "SHINY"}, tracks=[], issuers=[])
        assert "status" in form.errors
