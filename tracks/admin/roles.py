"""Roles with their pay bands, and the ladders they stand on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from tracks.admin.salaries import BAND_FIELDSETS
from tracks.admin.salary_forms import SalaryBandForm
from tracks.models import LadderRung, Role, RolePlacement, SalaryBand
from tracks.operations.salaries import record_salary_band
from tracks.shared.admin import SourcedAdmin
from tracks.shared.history_screens import HistoryAdmin
from tracks.shared.review_screens import DraftSheet


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.clean(data) != (initial or []))


class RoleForm(forms.ModelForm):
    aliases = LinesField(required=False, help_text="Other titles for the same job, one a line.")

    class Meta:
        model = Role
        fields = ("key", "title", "summary", "aliases", "soc_code")
        help_texts = {"soc_code": "US occupation code, such as 15-1252; empty where none fits."}


class SalaryBandInline(admin.StackedInline):
    model = SalaryBand
    form = SalaryBandForm
    fieldsets = BAND_FIELDSETS
    readonly_fields = ("checked_by", "checked_at")
    autocomplete_fields = ("source",)
    ordering = ("year", "key")
    show_change_link = True
    extra = 0

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        # The role is the one that the form is about.
        name, options = BAND_FIELDSETS[0]
        fields = tuple(field for field in options["fields"] if field != "role")
        return ((name, {**options, "fields": fields}), *BAND_FIELDSETS[1:])


@admin.register(Role)
class RoleAdmin(HistoryAdmin):
    section = "Pay"
    key_from = "title"
    form = RoleForm
    list_display = ("title", "soc_code", "key")
    search_fields = ("title", "key", "soc_code")
    list_filter = ("rungs__track", "rungs__rung")
    ordering = ("title", "pk")
    inlines = (SalaryBandInline,)

    def save_formset(
        self,
        request: Any,
        form: ModelForm,
        formset: BaseModelFormSet,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        if formset.model is not SalaryBand:
            super().save_formset(request, form, formset, change)
            return
        sheet = DraftSheet()
        sheet.propose_rows(
            formset,
            lambda band, changed: record_salary_band(
                band=band, changed=changed, recorded_by=request.user
            ),
        )
        sheet.keep(self, request)


class RolePlacementInline(admin.TabularInline):
    model = RolePlacement
    classes = ("plain",)
    autocomplete_fields = ("role",)
    ordering = ("position", "pk")
    extra = 0


@admin.register(LadderRung)
class LadderRungAdmin(SourcedAdmin):
    section = "Pay"
    list_display = ("name", "track", "rung", "source", "state")
    list_filter = ("track", "rung", "state")
    list_select_related = ("track", "source")
    search_fields = ("name", "track__name")
    ordering = ("track__position", "rung", "pk")
    inlines = (RolePlacementInline,)
