import csv
from decimal import Decimal

import pytest

from tests.data_sets import find_data_set
from tracks.importers.exchange_rates import parse_exchange_rates
from tracks.shared.import_formats import UnusableFile, ignore_progress

HEADER = "Date,Country,Exchange rate\n"


def parse(tmp_path, rows, as_of=""):
    path = tmp_path / "rates.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return parse_exchange_rates(path, as_of, ignore_progress)


class TestParseExchangeRates:
    def test_reads_units_for_one_dollar(self, tmp_path):
        parsed = parse(tmp_path, "2024-01-01,Euro,0.9242\n2024-01-01,Japan,151.4551\n")
        source, euro, yen = parsed.records
        assert source.key == "fed-exchange-rates"
        assert (euro.key, euro.record["units_per_usd"]) == ("eur-2024", Decimal("0.9242"))
        assert (yen.record["currency"], yen.record["year"]) == ("JPY", 2024)
        assert (parsed.origin, parsed.as_of, parsed.counts["rates"]) == ("rates", "2024", 2)

    def test_names_an_area_whose_currency_is_not_known(self, tmp_path):
        parsed = parse(tmp_path, "2024-01-01,Euro,0.9\n2024-01-01,Poland,3.9\n")
        [problem] = parsed.rejected
        assert (problem.position.line, problem.position.column) == (3, 2)
        assert "'Poland'" in problem.reason

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            (",Euro,0.9", "Date"),
            ("2024-01-01,Euro,", "Exchange rate"),
            ('2024-01-01,South Korea,"1,364.26"', "Exchange rate"),
        ],
    )
    def test_rejects_blanks_and_thousands_separators(self, tmp_path, row, field):
        parsed = parse(tmp_path, f"2023-01-01,Euro,0.9\n{row}\n")
        assert [problem.field for problem in parsed.rejected] == [field]

    def test_tells_the_units_of_venezuela_apart(self, tmp_path):
        rows = "".join(f"{year}-01-01,Venezuela,5.5\n" for year in (2017, 2018, 2020, 2021, 2022))
        parsed = parse(tmp_path, rows)
        assert [one.key for one in parsed.records[1:]] == ["vef-2017", "ves-2020", "ved-2022"]
        assert [problem.position.line for problem in parsed.rejected] == [3, 5]

    def test_refuses_a_file_without_a_usable_row(self, tmp_path):
        with pytest.raises(UnusableFile, match="no row that can be used"):
            parse(tmp_path, "2024-01-01,Poland,3.9\n")


class TestTheRealFile:
    def test_says_the_same_to_a_reader_of_its_lines(self):
        path = find_data_set("money", "exchange_rates_annual.csv")
        parsed = parse_exchange_rates(path, "", ignore_progress)
        read = {
            (one.record["area"], one.record["year"]): one.record["units_per_usd"]
            for one in parsed.records[1:]
        }
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))[1:]
        wanted = {(area, int(day[:4])): Decimal(rate) for day, area, rate in lines}
        for year in (2018, 2021):
            del wanted["Venezuela", year]
        assert read == wanted
        # The notes of the data set say that the Euro is counted the other way round; it is not.
        assert read["Euro", 2024] == Decimal("0.9242")
        assert len({area for area, _ in read}) == 21
