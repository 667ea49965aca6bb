"""Find the kind of a stored change by its name: every app registers its kinds when it starts."""

from django.apps import apps

from tracks.shared.content_rows import Kind
from tracks.shared.provenance import ContentRow

_kinds: dict[str, Kind] = {}


def register_kinds(*kinds: Kind) -> None:
    """Make kinds known; the same name again replaces it."""
    _kinds.update({kind.name: kind for kind in kinds})


def get_kind(name: str) -> Kind:
    """Return the kind of this name.

    Raises:
        KeyError: If no app registered it.
    """
    return _kinds[name]


def find_kind_of(model: type[ContentRow]) -> Kind | None:
    """Return the kind whose records are rows of this table, or None."""
    return next((kind for kind in _kinds.values() if kind.model is model), None)


def list_kinds() -> list[Kind]:
    """Return all kinds in the order of loading: what is linked to comes first.

    Apps further down the chain come first, although they are installed last; kinds of one
    app keep the order in which it registered them.
    """
    installed = [config.label for config in apps.get_app_configs()]
    return sorted(_kinds.values(), key=lambda kind: -installed.index(kind.model._meta.app_label))
