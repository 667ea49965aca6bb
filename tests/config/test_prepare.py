"""An installation that cannot print says so before it starts, with the command that mends it."""

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import prepare
from progress.documents import loading
from progress.documents.failures import PdfSetupBroken


class TestCheckPrinting:
    def test_passes_here(self):
        prepare.check_printing()

    def test_names_the_command_when_a_library_cannot_be_loaded(self, monkeypatch):
        monkeypatch.setattr(loading, "_MODULE", "tests.progress.documents.engine_that_cannot_load")
        with pytest.raises(CommandError, match=r"cannot be printed here.*Run: apt-get install"):
            call_command("prepare")

    def test_names_the_command_when_a_typeface_is_missing(self, monkeypatch):
        def fail():
            raise PdfSetupBroken(reason="The typeface is not installed.", command="uv sync")

        monkeypatch.setattr(prepare, "self_check", fail)
        with pytest.raises(CommandError, match=r"not installed\. Run: uv sync"):
            prepare.check_printing()
