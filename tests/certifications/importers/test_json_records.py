from pathlib import Path

import pytest

from certifications.importers.json_records import read_json_records
from tracks.shared.import_formats import UnusableFile


def write(folder: Path, text: str) -> Path:
    path = folder / "records.json"
    path.write_text(text, encoding="utf-8")
    return path


class TestReadJsonRecords:
    def test_gives_each_record_its_line_and_those_of_its_fields(self, tmp_path: Path) -> None:
        text = '{\n "records": [\n  {"a": 1,\n   "fee": 2},\n\n  {"a": 3}\n ]\n}\n'
        first, second = read_json_records(write(tmp_path, text), name="records")
        assert (first.value, second.value) == ({"a": 1, "fee": 2}, {"a": 3})
        assert [str(one.locate()) for one in (first, second)] == [
            "records.json:3",
            "records.json:6",
        ]
        assert str(first.locate("fee")) == "records.json:4"
        assert str(first.locate("unknown")) == "records.json:3"

    def test_knows_only_the_file_where_the_list_is_not_found_again(self, tmp_path: Path) -> None:
        text = '{"note": "records", "about": ["records"], "records": [{"a": 1}]}'
        (record,) = read_json_records(write(tmp_path, text), name="records")
        assert (record.value, str(record.locate())) == ({"a": 1}, "records.json")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('{"records": [{"a": 1},', "is not JSON"),
            ('{"records": []}\n{"records": []}', "a second JSON document begins here"),
            ('[{"a": 1}]', "has no list “records”"),
            ('{"datensätze": []}', "has no list “records”"),
            ('{"records": [{"a": NaN}]}', "NaN is not a number"),
            ("", "is empty"),
        ],
    )
    def test_refuses_files_that_are_something_else(
        self, tmp_path: Path, text: str, words: str
    ) -> None:
        with pytest.raises(UnusableFile, match=words):
            read_json_records(write(tmp_path, text), name="records")

    def test_refuses_a_file_that_is_not_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "records.json"
        path.write_bytes('{"records": ["Café"]}'.encode("cp1252"))
        with pytest.raises(UnusableFile, match="is not UTF-8"):
            read_json_records(path, name="records")
