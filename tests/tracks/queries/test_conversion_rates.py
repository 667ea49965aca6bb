from decimal import Decimal

import pytest

from tests.data_sets import find_data_set
from tests.factories.references import make_parity, make_price_index, make_rate
from tests.factories.tracks import make_salary_band
from tracks.importers.exchange_rates import parse_exchange_rates
from tracks.importers.price_indexes import parse_price_indexes
from tracks.operations.content import apply_records
from tracks.queries.conversion_rates import (
    ParityMissing,
    PricesMissing,
    RateMissing,
    adjust_for_prices,
    convert,
    convert_by_parity,
    get_rate,
    list_dollar_ranges,
)
from tracks.shared.import_formats import ignore_progress

pytestmark = pytest.mark.django_db


class TestGetRate:
    def test_returns_the_rate_with_its_papers_in_one_query(self, django_assert_num_queries):
        row = make_rate("EUR", 2024, "0.9242")
        with django_assert_num_queries(1):
            rate = get_rate(currency="EUR", year=2024)
            assert rate.row.source == row.source
        assert rate.units_per_usd == Decimal("0.9242")

    def test_needs_no_rate_for_dollars(self):
        assert get_rate(currency="USD", year=1900).units_per_usd == 1

    def test_names_a_currency_without_any_rate(self):
        with pytest.raises(RateMissing) as refusal:
            get_rate(currency="PLN", year=2024)
        assert str(refusal.value) == (
            "No yearly rate for PLN; import one with import_money or state the amount in USD."
        )

    def test_names_the_year_and_those_that_there_are(self):
        make_rate("EUR", 1999)
        with pytest.raises(RateMissing, match=r"for EUR in 1998; there are rates for 1999\. "):
            get_rate(currency="EUR", year=1998)
        make_rate("EUR", 2024)
        with pytest.raises(RateMissing, match="1999 to 2024"):
            get_rate(currency="EUR", year=2000)


class TestConvert:
    def test_goes_through_dollars_at_the_rates_of_the_year(self):
        make_rate("EUR", 2024, "0.9242")
        make_rate("JPY", 2024, "151.4551")
        dollars = convert(amount=Decimal(500), currency="EUR", to="USD", year=2024)
        assert (dollars.amount, len(dollars.rates)) == (Decimal("541.01"), 1)
        yen = convert(amount=Decimal(500), currency="EUR", to="JPY", year=2024)
        assert (yen.amount, yen.currency) == (Decimal("81938.49"), "JPY")
        assert [rate.currency for rate in yen.rates] == ["EUR", "JPY"]

    def test_leaves_an_amount_in_its_own_currency_alone(self):
        same = convert(amount=Decimal("1.005"), currency="PLN", to="PLN", year=2024)
        assert (same.amount, same.rates) == (Decimal("1.005"), ())

    @pytest.mark.parametrize(("currency", "to"), [("PLN", "USD"), ("EUR", "PLN")])
    def test_refuses_a_currency_without_a_rate(self, currency, to):
        make_rate("EUR", 2024)
        with pytest.raises(RateMissing, match="PLN"):
            convert(amount=Decimal(1), currency=currency, to=to, year=2024)


class TestListDollarRanges:
    def test_converts_what_has_a_rate_in_one_query(self, django_assert_num_queries):
        rate = make_rate("EUR", 2024, "0.5")
        euro = make_salary_band(currency="EUR", year=2024, low=100, high=200)
        others = [
            make_salary_band(currency="EUR", year=2023),
            make_salary_band(currency="PLN", year=2024),
            make_salary_band(currency="USD", year=2024),
        ]
        with django_assert_num_queries(1):
            found = list_dollar_ranges([euro, *others], fields=("low", "high", "p50"))
            assert found[euro.pk].rate.row == rate
        assert list(found) == [euro.pk]
        assert found[euro.pk].amounts == (Decimal(200), Decimal(400))

    def test_asks_nothing_for_dollars(self, django_assert_num_queries):
        band = make_salary_band(currency="USD")
        with django_assert_num_queries(0):
            assert list_dollar_ranges([band], fields=("low",)) == {}


class TestConvertByParity:
    def test_gives_what_buys_the_same(self):
        make_parity("NA", 2024, "6.92")
        make_parity("DE", 2024, "0.7")
        amount = convert_by_parity(amount=Decimal(6920), country="NA", to="DE", year=2024)
        assert amount == Decimal("700.00")
        assert convert_by_parity(amount=Decimal(5), country="XX", to="XX", year=1) == 5

    def test_names_what_is_missing(self):
        with pytest.raises(ParityMissing, match="for country NA; import"):
            convert_by_parity(amount=Decimal(1), country="NA", to="DE", year=2024)
        make_parity("NA", 2020)
        with pytest.raises(ParityMissing, match=r"NA in 2024; there are figures for 2020\."):
            convert_by_parity(amount=Decimal(1), country="NA", to="DE", year=2024)


class TestAdjustForPrices:
    def test_compares_the_averages_of_whole_years(self):
        for month in range(1, 13):
            make_price_index(2020, month, str(90 + month))
            make_price_index(2024, month, str(2 * (90 + month)))
        assert adjust_for_prices(amount=Decimal(100), year=2020, to=2024) == Decimal("200.00")
        assert adjust_for_prices(amount=Decimal(100), year=2024, to=2024) == 100

    def test_refuses_a_year_that_lacks_a_month(self):
        for month in range(1, 13):
            make_price_index(2020, month)
        for month in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12):
            make_price_index(2025, month)
        with pytest.raises(PricesMissing, match="for 2025-10; import"):
            adjust_for_prices(amount=Decimal(1), year=2020, to=2025)
        with pytest.raises(PricesMissing, match="for 1900; import"):
            adjust_for_prices(amount=Decimal(1), year=1900, to=2020)


class TestTheRealTables:
    def test_convert_at_the_published_average_of_2024(self):
        path = find_data_set("money", "exchange_rates_annual.csv")
        apply_records(records=parse_exchange_rates(path, "", ignore_progress).records)
        # The Federal Reserve's yearly average for 2024: one euro cost 1.0820 US dollars.
        dollars = convert(amount=Decimal(1000), currency="EUR", to="USD", year=2024).amount
        assert dollars == Decimal("1082.02")
        for code in ("PLN", "UAH", "AMD", "GBP"):
            with pytest.raises(RateMissing, match=f"No yearly rate for {code};"):
                get_rate(currency=code, year=2024)

    def test_know_what_the_dollar_of_2021_was_worth_in_2024(self):
        path = find_data_set("money", "us_cpi_u_monthly.csv")
        apply_records(records=parse_price_indexes(path, "", ignore_progress).records)
        # Averages of the BLS: 270.970 for 2021, 313.689 for 2024.
        adjusted = adjust_for_prices(amount=Decimal(100_000), year=2021, to=2024)
        assert float(adjusted) == pytest.approx(100_000 * 313.689 / 270.970, rel=1e-5)
