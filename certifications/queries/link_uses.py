"""Web addresses that the catalogue of certifications holds."""

from collections.abc import Iterator

from certifications.models import Certification, Issuer
from tracks.shared.links import LinkUse


def list_certification_links() -> Iterator[LinkUse]:
    """Return addresses of certifications and issuers; claims cite sources, which have theirs."""
    for url, pk, name in (
        Certification.objects.exclude(url="").order_by("pk").values_list("url", "pk", "short_name")
    ):
        yield LinkUse(url, Certification, pk, name)
    for url, pk, name in (
        Issuer.objects.exclude(url="").order_by("pk").values_list("url", "pk", "name")
    ):
        yield LinkUse(url, Issuer, pk, name)
