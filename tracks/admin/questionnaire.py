"""The questions that lead to a suggested track."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from tracks.models import OptionEffect, Question, QuestionOption
from tracks.shared.admin import CuratedAdmin, FixedKeyForm


class QuestionOptionInline(admin.TabularInline):
    model = QuestionOption
    form = FixedKeyForm
    classes = ("plain",)
    ordering = ("position", "pk")
    show_change_link = True
    extra = 0


@admin.register(Question)
class QuestionAdmin(CuratedAdmin):
    section = "Questionnaire"
    key_from = "text"
    list_display = ("text", "options_count", "position")
    search_fields = ("text", "key")
    ordering = ("position", "pk")
    inlines = (QuestionOptionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(option_count=Count("options"))
        return rows

    @admin.display(description="answers", ordering="option_count")
    def options_count(self, question: Any) -> int:
        return int(question.option_count)


class OptionEffectInline(admin.TabularInline):
    model = OptionEffect
    classes = ("plain",)
    ordering = ("track__position", "pk")
    extra = 0
    verbose_name_plural = "effects: from −2 (speaks against the track) to 2 (speaks for it)"


@admin.register(QuestionOption)
class QuestionOptionAdmin(CuratedAdmin):
    section = "Questionnaire"
    key_from = "text"
    list_display = ("text", "question", "position")
    list_filter = ("question",)
    list_select_related = ("question",)
    search_fields = ("text", "key", "question__text")
    ordering = ("question__position", "position", "pk")
    inlines = (OptionEffectInline,)
