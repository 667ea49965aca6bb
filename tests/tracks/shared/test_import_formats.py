"""Formats of files: loaded when the first of them is looked up."""

from dataclasses import replace

import pytest

from tests.factories.import_files import FORMAT
from tracks.shared import import_formats
from tracks.shared.import_formats import (
    get_import_format,
    list_import_formats,
    register_import_formats,
)


@pytest.fixture(autouse=True)
def no_others(monkeypatch):
    monkeypatch.setattr(import_formats, "_loaders", [])
    import_formats._load_formats.cache_clear()
    yield
    import_formats._load_formats.cache_clear()


class TestFormats:
    def test_are_loaded_once_when_the_first_is_looked_up(self):
        loaded = []

        def load():
            loaded.append("now")
            return [FORMAT]

        register_import_formats(load)
        assert loaded == []

        assert get_import_format(FORMAT.name) is FORMAT
        assert list_import_formats() == [FORMAT]
        assert loaded == ["now"]

    def test_registered_later_are_found_and_replace_those_of_their_name(self):
        later = [replace(FORMAT, label="Another"), replace(FORMAT, name="other/x")]
        register_import_formats(lambda: [FORMAT])
        assert list_import_formats() == [FORMAT]

        register_import_formats(lambda: later)

        assert list_import_formats() == sorted(later, key=lambda one: one.name)
        assert list_import_formats("other/") == [later[1]]

    def test_that_nobody_registered_are_not_there(self):
        with pytest.raises(KeyError):
            get_import_format("no/such")
