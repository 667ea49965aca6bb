"""Pay distributions of data sets, to look at and to take along."""

from django.contrib import admin

from tracks.models import SalaryStatistic
from tracks.shared.admin import ReadOnlyAdmin


@admin.register(SalaryStatistic)
class SalaryStatisticAdmin(ReadOnlyAdmin):
    section = "Pay"
    list_display = (
        "key",
        "subject_name",
        "level",
        "country",
        "year",
        "variant",
        "n",
        "p25",
        "p50",
        "p75",
        "currency",
        "source",
    )
    list_filter = ("dataset", "variant", "scheme", "level", "year", "state")
    list_select_related = ("source",)
    search_fields = ("key", "subject", "subject_name", "country")
    ordering = ("dataset", "subject", "level", "country", "-year", "variant", "pk")
