"""Import the workbooks of the O*NET database, together or one by one."""

from config.management.import_command import ImportCommand


class Command(ImportCommand):
    """Show what O*NET workbooks would change; write it with --apply."""

    formats_prefix = "occupations/"
    help = "Import occupations, their job zones, technologies and titles from O*NET workbooks."
