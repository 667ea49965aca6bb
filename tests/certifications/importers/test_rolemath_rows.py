from pathlib import Path

import pytest

from certifications.importers.rolemath_rows import read_rolemath_csv, read_rolemath_json
from tests.factories.catalogue_files import (
    make_rolemath_csv_row,
    make_rolemath_record,
    write_rolemath,
    write_rolemath_csv,
)
from tracks.shared.import_formats import UnusableFile, ignore_progress


class TestReadRolemathJson:
    def test_reads_records_and_reports_those_built_otherwise(self, tmp_path: Path) -> None:
        wrong = make_rolemath_record("beta")
        del wrong["cost"]["renewal"]
        path = write_rolemath(tmp_path, make_rolemath_record(), wrong, {"credential": 5})
        rows = list(read_rolemath_json(path, ignore_progress))
        assert [row.slug if row else "" for row, _ in rows] == ["alpha", "", ""]
        assert "has no field 'renewal'" in str(rows[1][1])
        assert "is not built as the other records" in str(rows[2][1]) or "has no field" in str(
            rows[2][1]
        )

    def test_reports_progress(self, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        path = write_rolemath(tmp_path)
        list(read_rolemath_json(path, lambda done, total: told.append((done, total))))
        assert told[-1] == (path.stat().st_size, path.stat().st_size)


class TestReadRolemathCsv:
    def test_reads_json_inside_cells_with_their_lines(self, tmp_path: Path) -> None:
        rows = [make_rolemath_csv_row(), make_rolemath_csv_row(slug="beta", renewal_json="")]
        (first, _), (second, _) = read_rolemath_csv(
            write_rolemath_csv(tmp_path, *rows), ignore_progress
        )
        assert first is not None
        assert second is not None
        assert (first.fees[0]["amount"], second.renewal) == (150.0, None)
        assert str(second.locate("")) == "certs.csv:3"
        assert str(first.locate("exam_fees")).startswith("certs.csv:2:")

    def test_splits_the_codes_of_several_exams(self, tmp_path: Path) -> None:
        path = write_rolemath_csv(tmp_path, make_rolemath_csv_row(current_exam_code="A1 + A2"))
        ((row, _),) = read_rolemath_csv(path, ignore_progress)
        assert row is not None
        assert row.exam_codes == ("A1", "A2")

    @pytest.mark.parametrize(
        ("cell", "value", "words"),
        [
            ("exam_fees_json", '[{"amount": 1', "holds no whole JSON value"),
            ("renewal_json", "yes", "holds no whole JSON value"),
            ("exam_fees_json", '{"amount": 1}', "is not a list of fees"),
            ("renewal_json", "[1]", "is not a list of fees"),
        ],
    )
    def test_leaves_out_rows_whose_cells_are_broken(
        self, tmp_path: Path, cell: str, value: str, words: str
    ) -> None:
        path = write_rolemath_csv(
            tmp_path, make_rolemath_csv_row(**{cell: value}), make_rolemath_csv_row()
        )
        (row, problem), (whole, _) = read_rolemath_csv(path, ignore_progress)
        assert row is None
        assert words in str(problem)
        assert whole is not None

    def test_refuses_a_header_in_another_language(self, tmp_path: Path) -> None:
        path = tmp_path / "certs.csv"
        path.write_text("kennung,anbieter,name\n1,2,3\n")
        with pytest.raises(UnusableFile, match="header"):
            list(read_rolemath_csv(path, ignore_progress))

    def test_refuses_a_file_that_breaks_off(self, tmp_path: Path) -> None:
        path = write_rolemath_csv(tmp_path)
        path.write_text(path.read_text()[:-60])
        with pytest.raises(UnusableFile):
            list(read_rolemath_csv(path, ignore_progress))

    def test_reports_rows_with_too_few_fields(self, tmp_path: Path) -> None:
        path = write_rolemath_csv(tmp_path)
        header, _, rest = path.read_text().partition("\n")
        path.write_text(f"{header}\na,b,c\n{rest}")
        found = list(read_rolemath_csv(path, ignore_progress))
        assert [row is None for row, _ in found] == [False, True]
