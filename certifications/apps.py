"""Registration of the app."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from tracks.shared.import_formats import ImportFormat


class CertificationsConfig(AppConfig):
    """How Django knows the app."""

    name = "certifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make kinds of content and data sets known, and what a second person publishes."""
        from certifications.importers.kinds import ALL_KINDS, CERTIFICATIONS, CLAIMS
        from certifications.operations.claims import displace_rivals, name_claim
        from certifications.queries.link_uses import list_certification_links
        from certifications.views.comparison_parts import make_fees_part
        from tracks.shared.comparison_parts import register_comparison_part
        from tracks.shared.content_kinds import register_kinds
        from tracks.shared.import_formats import register_import_formats
        from tracks.shared.links import register_links
        from tracks.shared.reviewed_kinds import ReviewedKind, register_reviewed_kinds

        register_kinds(*ALL_KINDS)
        register_import_formats(_load_formats)
        register_comparison_part(name="fees", make=make_fees_part)
        register_links(name="certifications", list_uses=list_certification_links)
        register_reviewed_kinds(
            ReviewedKind(CERTIFICATIONS, "certification"),
            ReviewedKind(CLAIMS, "claim", title=name_claim, after_publish=displace_rivals),
        )


def _load_formats() -> "Iterable[ImportFormat]":
    # Here, because parsers load the shapes of content files: only imports need them.
    from certifications.importers.formats import ALL_FORMATS

    return ALL_FORMATS
