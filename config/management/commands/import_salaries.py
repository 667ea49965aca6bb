"""Show what a salary file would change; write it with --apply."""

from config.management.import_command import ImportCommand


class Command(ImportCommand):
    """Import pay statistics of job boards, the wage statistics of the US and a survey."""

    formats_prefix = "salaries/"
    help = (
        "Compare pay statistics of salary files (ai-jobs, infosec-jobs, OEWS workbooks, Stack "
        "Overflow survey) with the database; write them with --apply."
    )
