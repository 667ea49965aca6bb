"""Which web addresses the catalogue holds: each app names its own.

An app registers a function in its AppConfig; the link check asks all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class LinkUse:
    """An address, and the row in which it is mended: its table, key and name."""

    address: str
    model: type[Model]
    pk: int
    words: str


_sources: dict[str, Callable[[], Iterable[LinkUse]]] = {}


def register_links(*, name: str, list_uses: Callable[[], Iterable[LinkUse]]) -> None:
    """Have a function asked for addresses; the same name again replaces it."""
    _sources[name] = list_uses


def list_link_uses() -> dict[str, list[LinkUse]]:
    """Ask every app, and return the uses by address; blank ones are left out."""
    uses: dict[str, list[LinkUse]] = {}
    for list_uses in _sources.values():
        for use in list_uses():
            if use.address:
                uses.setdefault(use.address, []).append(use)
    return uses
