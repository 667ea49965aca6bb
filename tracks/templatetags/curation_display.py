"""Display helpers of the curation screens."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[object, object], key: object) -> object:
    """Return what a mapping holds under a key, or None."""
    return values.get(key)
