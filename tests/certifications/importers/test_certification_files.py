"""Certifications as content files; that they load alike is tests/config/test_export_content.py."""

import pytest

from certifications.importers.certification_files import list_certification_files
from certifications.models import Certification, Claim, Issuer
from tracks.models import Source

pytestmark = pytest.mark.django_db


def test_groups_certifications_by_issuer() -> None:
    body = Issuer.objects.create(key="body", name="Body")
    Certification.objects.create(key="a", name="A", short_name="A", issuer=body)
    Certification.objects.create(key="b", name="B", short_name="B")
    files = list_certification_files()
    assert list(files) == ["certifications/body.yaml", "certifications/independent.yaml"]
    assert files["certifications/body.yaml"]["issuers"][0]["key"] == "body"
    assert files["certifications/independent.yaml"]["certifications"][0]["key"] == "b"


def test_keeps_a_key_only_where_it_does_not_follow_from_the_claim() -> None:
    source = Source.objects.create(key="s", title="S")
    certification = Certification.objects.create(key="a", name="A", short_name="A")
    for position, key in enumerate(("a-fee-s-2024", "a-fee-s-2024-2", "own", "a-fee-s-2024-3"), 1):
        Claim.objects.create(
            key=key,
            certification=certification,
            field="FEE",
            amount_low=1,
            amount_high=1,
            currency="USD",
            unit="ONE_OFF",
            source=source,
            as_of="2024",
            position=position,
        )
    (tree,) = list_certification_files().values()
    claims = tree["certifications"][0]["claims"]
    assert [claim.get("key") for claim in claims] == [None, None, "own", None]
    assert (claims[0]["preferred"], claims[0]["source"]) == (False, "s")
