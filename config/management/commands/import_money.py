"""Import exchange rates, purchasing power, consumer prices and currency codes."""

from config.management.import_command import ImportCommand


class Command(ImportCommand):
    """Show what a money table would change; write it with --apply."""

    formats_prefix = "money/"
    help = "Import a money table: yearly exchange rates, PPP factors, US prices or currency codes."
