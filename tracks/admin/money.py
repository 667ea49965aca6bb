"""Tables for comparing amounts, to look at; files are imported, not edited here."""

from django.contrib import admin

from tracks.models import Currency, ExchangeRate, PriceIndex, PriceParity
from tracks.shared.admin import PAPER_FIELDS, ReadOnlyAdmin

SECTION = "Occupations and money"


@admin.register(Currency)
class CurrencyAdmin(ReadOnlyAdmin):
    section = SECTION
    list_display = ("code", "name", "number", "minor_unit", "withdrawn")
    list_filter = (("withdrawn", admin.EmptyFieldListFilter),)
    search_fields = ("code", "name", "entities")
    ordering = ("code",)


class FigureAdmin(ReadOnlyAdmin):
    section = SECTION
    list_select_related = ("source",)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(FigureAdmin):
    list_display = ("currency", "area", "year", "units_per_usd", "source")
    list_filter = ("currency",)
    search_fields = ("currency", "area", "=year")
    ordering = ("currency", "-year")
    fields = ("currency", "area", "year", "units_per_usd", *PAPER_FIELDS)


@admin.register(PriceParity)
class PriceParityAdmin(FigureAdmin):
    list_display = ("country", "country_name", "year", "short_factor", "source")
    search_fields = ("=country", "country_name", "=year")
    ordering = ("country", "-year")
    fields = ("country", "country_name", "year", "factor", *PAPER_FIELDS)

    @admin.display(description="units for one international dollar", ordering="factor")
    def short_factor(self, row: PriceParity) -> str:
        return f"{row.factor:.6g}"


@admin.register(PriceIndex)
class PriceIndexAdmin(FigureAdmin):
    list_display = ("year", "month", "index", "source")
    list_filter = ("month",)
    search_fields = ("=year",)
    ordering = ("-year", "-month")
    fields = ("year", "month", "index", *PAPER_FIELDS)
