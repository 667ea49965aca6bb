"""Import open roadmaps as draft milestones, which wait for a curator."""

from pathlib import Path
from typing import Any

from config.management.import_command import ImportCommand

# Where in a roadmap's folder the file stands that is read.
PLACES = ("README.md", "docs/index.md", "index.md")


class Command(ImportCommand):
    """Show what a roadmap would add to the queue of drafts; write it with --apply."""

    formats_prefix = "milestones/"
    help = "Import an open roadmap, a Markdown file or its folder, as draft milestones."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the page of the roadmap where a folder is named."""
        options["files"] = [find_page(path) for path in options["files"]]
        super().handle(*args, **options)


def find_page(path: Path) -> Path:
    """Return the file to read: the path itself, or the page of the folder that it names."""
    if not path.is_dir():
        return path
    return next((path / place for place in PLACES if (path / place).is_file()), path)
