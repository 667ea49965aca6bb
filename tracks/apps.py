"""Registration of the app."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from tracks.shared.content_rows import Incoming
    from tracks.shared.import_formats import ImportFormat


class TracksConfig(AppConfig):
    """How Django knows the app."""

    name = "tracks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the app's kinds of content known, and which of them a second person publishes."""
        from tracks.importers.kinds import ALL_KINDS, SALARY_BANDS
        from tracks.importers.reference_kinds import REFERENCE_KINDS
        from tracks.importers.salary_records import SALARY_STATISTICS
        from tracks.queries.link_uses import list_track_links
        from tracks.shared.content_kinds import register_kinds
        from tracks.shared.import_formats import register_import_formats
        from tracks.shared.links import register_links
        from tracks.shared.reviewed_kinds import ReviewedKind, register_reviewed_kinds
        from tracks.shared.source_records import register_source_reader

        register_kinds(*ALL_KINDS, SALARY_STATISTICS, *REFERENCE_KINDS)
        register_import_formats(_load_formats)
        register_source_reader(_read_known_source)
        register_links(name="tracks", list_uses=list_track_links)
        register_reviewed_kinds(ReviewedKind(SALARY_BANDS, "pay band"))


def _load_formats() -> "Iterable[ImportFormat]":
    # Here, because parsers load what reads workbooks and tables: only imports need that.
    from tracks.importers.reference_formats import REFERENCE_FORMATS
    from tracks.importers.salary_formats import SALARY_FORMATS

    return (*SALARY_FORMATS, *REFERENCE_FORMATS)


def _read_known_source(key: str) -> "Incoming":
    # Here, because it loads the shapes of content files: only imports need them.
    from tracks.importers.known_sources import read_known_source

    return read_known_source(key)
