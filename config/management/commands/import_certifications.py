"""Show what a certification catalogue would change; write it with --apply."""

from config.management.import_command import ImportCommand


class Command(ImportCommand):
    """Import certification catalogues as claims beside those that are there."""

    formats_prefix = "certifications/"
    help = "Compare certification catalogues with the database; write new claims with --apply."
