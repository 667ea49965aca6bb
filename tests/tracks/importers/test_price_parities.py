from decimal import Decimal

import pytest

from tests.data_sets import find_data_set
from tracks.importers.price_parities import parse_price_parities
from tracks.models import PriceParity
from tracks.operations.content import apply_records, plan_records
from tracks.shared.import_formats import ignore_progress

HEADER = "Country,Country ID,Year,PPP\n"


def parse(tmp_path, rows):
    path = tmp_path / "ppp.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return parse_price_parities(path, "", ignore_progress)


class TestParsePriceParities:
    def test_keeps_the_code_of_namibia(self, tmp_path):
        parsed = parse(tmp_path, "Namibia,NA,2024,6.92131935400361\n")
        record = parsed.records[1].record
        assert (record["key"], record["country"]) == ("na-2024", "NA")
        assert record["factor"] == Decimal("6.92131935400")

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            ("Namibia,,2024,6.9", "Country ID"),
            ("Africa,AFR,2024,6.9", "Country ID"),
            ("Namibia,NA,,6.9", "Year"),
            ("Namibia,NA,2024,", "PPP"),
            ("Namibia,NA,2024,0.000000000000000000000000000001", "PPP"),
        ],
    )
    def test_rejects_what_it_cannot_be_sure_of(self, tmp_path, row, field):
        parsed = parse(tmp_path, f"Euroland,XE,2024,1\n{row}\n")
        assert [(problem.position.line, problem.field) for problem in parsed.rejected] == [
            (3, field)
        ]

    @pytest.mark.django_db
    @pytest.mark.parametrize("factor", ["0.000000000000121042781368337", "118268.070633131", "1"])
    def test_is_unchanged_when_loaded_again(self, tmp_path, factor):
        records = parse(tmp_path, f"Venezuela,VE,1990,{factor}\n").records
        apply_records(records=records)
        assert float(PriceParity.objects.get().factor) == pytest.approx(float(factor), rel=1e-11)
        assert plan_records(records=records).is_empty


class TestTheRealFile:
    def test_says_the_same_to_a_reader_of_its_lines(self):
        path = find_data_set("money", "ppp-gdp.csv")
        parsed = parse_price_parities(path, "", ignore_progress)
        # No field of this file holds a quote inside; names with a comma are in quotes.
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        wanted = {}
        for line in lines:
            _, code, year, factor = line.rsplit(",", 3)
            wanted[code, int(year)] = float(factor)
        read = {
            (one.record["country"], one.record["year"]): float(one.record["factor"])
            for one in parsed.records[1:]
        }
        assert read == pytest.approx(wanted, rel=1e-11)
        assert (len(read), len({code for code, _ in read})) == (6856, 205)
        assert read["NA", 2024] == pytest.approx(6.92131935400361)
        assert parsed.rejected == ()
