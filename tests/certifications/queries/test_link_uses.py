"""Which addresses the certifications hold."""

import pytest

from certifications.queries.link_uses import list_certification_links
from tests.factories.certifications import make_certification


@pytest.mark.django_db
def test_names_certifications_and_their_issuers():
    certification = make_certification(url="https://example.org/exam")
    found = {(use.address, use.model, use.pk) for use in list_certification_links()}
    assert ("https://example.org/exam", type(certification), certification.pk) in found
