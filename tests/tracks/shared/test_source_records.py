import pytest

from tracks.importers.known_sources import read_known_source
from tracks.shared import source_records
from tracks.shared.source_records import read_source_record, register_source_reader


class TestReadSourceRecord:
    def test_gives_the_record_of_the_content_files(self) -> None:
        assert read_source_record("rolemath") == read_known_source("rolemath")

    def test_raises_for_a_source_that_nobody_declares(self) -> None:
        with pytest.raises(LookupError, match="declares no source 'rumour'"):
            read_source_record("rumour")

    def test_asks_the_last_reader_told_and_raises_without_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(source_records, "_readers", [])
        with pytest.raises(LookupError, match="Nothing says how"):
            read_source_record("rolemath")
        register_source_reader(read_known_source)
        assert read_source_record("rolemath").key == "rolemath"
