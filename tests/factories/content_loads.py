"""Loading small content files by the command, and looking at what it did."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from certifications.models import Claim
from config.management.commands.load_content import KINDS
from tracks.models import ReleasePlacement

# The fee's source and the beginning of its date.
ONCE = 'unit: ONE_OFF, source: survey, as_of: "'


def load(root: Path, **options: Any) -> str:
    """Load a folder and return what was printed."""
    out = StringIO()
    call_command("load_content", root, stdout=out, **{"apply": True, **options})
    return out.getvalue()


def load_badly(root: Path, **options: Any) -> tuple[int, list[str], str]:
    """Return exit status, problems and last words of a load that has to fail."""
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(
            "load_content", root, stdout=StringIO(), stderr=err, **{"apply": True, **options}
        )
    return caught.value.returncode, err.getvalue().splitlines(), str(caught.value)


def read_effects(root: Path, **options: Any) -> dict[str, str]:
    """Return what a load does to each row that it does not leave unchanged."""
    try:
        text = load(root, json=True, **options)
    except CommandError:
        pytest.fail("the load was not clean")
    return {f"{one['kind']} {one['key']}": one["effect"] for one in json.loads(text)["changes"]}


def snapshot() -> dict[str, Any]:
    """Return every row of every table of the catalogue."""
    tables = {kind.model for kind in KINDS} | {Claim, ReleasePlacement}
    tables |= {child.model for kind in KINDS for child in kind.children}
    return {str(table): list(table._default_manager.order_by("pk").values()) for table in tables}
