import re

import pytest

from tests.data_sets import find_data_set
from tracks.importers.currency_codes import parse_currency_codes
from tracks.shared.import_formats import ignore_progress

HEADER = "Entity,Currency,AlphabeticCode,NumericCode,MinorUnit,WithdrawalDate\n"


def parse(tmp_path, rows):
    path = tmp_path / "codes.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return parse_currency_codes(path, "", ignore_progress)


class TestParseCurrencyCodes:
    def test_joins_the_users_of_a_code_and_knows_which_is_in_use(self, tmp_path):
        parsed = parse(
            tmp_path,
            "FRANCE,Euro,EUR,978,2,\nSERBIA,Euro,EUR,978,,2006-10\nÅLAND ISLANDS,Euro,EUR,978,2,\n"
            "CROATIA,Croatian Kuna,HRK,191,,2015-06\nCROATIA,Kuna,HRK,191,,2023-01\n"
            "ANTARCTICA,No universal currency,,,,\n",
        )
        euro, kuna = (one.record for one in parsed.records[1:])
        assert (euro["key"], euro["withdrawn"], euro["minor_unit"]) == ("eur", "", 2)
        assert euro["entities"] == ["FRANCE", "ÅLAND ISLANDS"]
        assert (kuna["name"], kuna["withdrawn"], kuna["minor_unit"]) == ("Kuna", "2023-01", None)
        assert parsed.counts["users without a currency"] == 1
        assert parsed.rejected == ()

    @pytest.mark.parametrize(
        ("row", "field"),
        [("NOWHERE,Shell,,,,", "AlphabeticCode"), ("NOWHERE,Shell,SHL,,two,", "MinorUnit")],
    )
    def test_rejects_codes_and_digits_that_are_none(self, tmp_path, row, field):
        parsed = parse(tmp_path, f"FRANCE,Euro,EUR,978,2,\n{row}\n")
        assert [problem.field for problem in parsed.rejected] == [field]


class TestTheRealFile:
    def test_has_every_code_of_its_lines(self):
        path = find_data_set("money", "iso4217_codes_all.csv")
        parsed = parse_currency_codes(path, "", ignore_progress)
        text = path.read_text(encoding="utf-8")
        codes = set(re.findall(r",([A-Z]{3}),(?:\d{3})?,(?:\d|-)?,[^,\n]*$", text, re.MULTILINE))
        assert {one.record["code"] for one in parsed.records[1:]} == codes
        assert len(codes) == 307
