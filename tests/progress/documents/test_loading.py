"""Finding out what a machine lacks."""

import pytest

from progress.documents import loading
from progress.documents.failures import PdfSetupBroken
from tests.progress.documents.test_rendering import make_source


class TestLoadRendering:
    def test_gives_the_render_module(self):
        assert loading.load_rendering().has_fast_subsetting()

    def test_names_the_command_when_a_library_is_missing(self, monkeypatch):
        monkeypatch.setattr(loading, "_MODULE", "tests.progress.documents.engine_that_cannot_load")
        with pytest.raises(
            PdfSetupBroken, match=r"libpango-1\.0-0'\)\. Run: apt-get install"
        ) as caught:
            loading.load_rendering()
        assert caught.value.command == loading.LIBRARIES_COMMAND


class TestCheckSetup:
    def test_passes_when_the_page_is_set_in_the_expected_faces(self):
        loading.check_setup(source=make_source("<p>Aa"), families=frozenset({"Milepost Sans"}))

    def test_fails_when_a_face_fell_back(self):
        source = make_source("<p>\u05d0")
        with pytest.raises(PdfSetupBroken, match="was set in"):
            loading.check_setup(source=source, families=frozenset({"Milepost Sans"}))

    def test_fails_when_the_trial_render_fails(self):
        source = make_source("<img src='asset:gone.svg' alt=gone>")
        with pytest.raises(PdfSetupBroken, match="trial render failed"):
            loading.check_setup(source=source, families=frozenset({"Milepost Sans"}))
