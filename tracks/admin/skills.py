"""Skills, their groups and tools."""

from django.contrib import admin

from tracks.models import Skill, SkillGroup, Tool
from tracks.shared.admin import CuratedAdmin


@admin.register(Tool)
class ToolAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    key_from = "name"
    list_display = ("name", "summary", "url")
    search_fields = ("name", "key", "summary")
    ordering = ("name", "pk")


class SkillInline(admin.TabularInline):
    model = Skill
    fields = ("name", "key", "source", "position")
    autocomplete_fields = ("source",)
    readonly_fields = fields
    show_change_link = True
    extra = 0
    can_delete = False
    max_num = 0


@admin.register(SkillGroup)
class SkillGroupAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    key_from = "name"
    list_display = ("name", "source", "position")
    list_filter = ("tracks",)
    list_select_related = ("source",)
    search_fields = ("name", "key")
    autocomplete_fields = ("source",)
    filter_horizontal = ("tracks",)
    ordering = ("position", "pk")
    inlines = (SkillInline,)


@admin.register(Skill)
class SkillAdmin(CuratedAdmin):
    section = "Tracks and milestones"
    key_from = "name"
    list_display = ("name", "group", "source", "position")
    list_filter = ("tracks", "group")
    list_select_related = ("group", "source")
    search_fields = ("name", "key", "summary")
    autocomplete_fields = ("group", "source", "tools")
    filter_horizontal = ("tracks",)
    ordering = ("group__position", "position", "pk")
