"""Web addresses that the catalogue of tracks holds."""

from collections.abc import Iterator

from tracks.models import Milestone, Resource, Source, Tool
from tracks.shared.links import LinkUse


def list_track_links() -> Iterator[LinkUse]:
    """Return addresses of resources, tools and sources; a resource is mended at its milestone."""
    rows = Resource.objects.order_by("pk").values_list("url", "milestone_id", "milestone__title")
    for url, pk, title in rows:
        yield LinkUse(url, Milestone, pk, title)
    for url, pk, name in (
        Tool.objects.exclude(url="").order_by("pk").values_list("url", "pk", "name")
    ):
        yield LinkUse(url, Tool, pk, name)
    for url, pk, title in (
        Source.objects.exclude(url="").order_by("pk").values_list("url", "pk", "title")
    ):
        yield LinkUse(url, Source, pk, title)
