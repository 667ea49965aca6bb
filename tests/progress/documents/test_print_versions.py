"""The print version: the same for the same code, another when something printed changes."""

import pytest

from progress.documents import print_versions


class TestGetPrintVersion:
    @pytest.fixture(autouse=True)
    def _forget(self):
        print_versions.get_print_version.cache_clear()
        yield
        print_versions.get_print_version.cache_clear()

    def test_stays_the_same(self):
        first = print_versions.get_print_version()
        print_versions.get_print_version.cache_clear()
        assert print_versions.get_print_version() == first
        assert len(first) == 16

    def test_changes_with_a_template(self, monkeypatch):
        first = print_versions.get_print_version()
        print_versions.get_print_version.cache_clear()
        monkeypatch.setattr(print_versions, "TEMPLATES", print_versions.TEMPLATES[:1])
        assert print_versions.get_print_version() != first

    def test_changes_with_a_typeface(self, monkeypatch):
        first = print_versions.get_print_version()
        print_versions.get_print_version.cache_clear()
        monkeypatch.setattr(print_versions, "read_typefaces", lambda: {"asset:a.ttf": b"a"})
        assert print_versions.get_print_version() != first
