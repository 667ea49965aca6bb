"""Who awards certifications."""

from django.contrib import admin

from certifications.models import Issuer
from tracks.shared.admin import CuratedAdmin


@admin.register(Issuer)
class IssuerAdmin(CuratedAdmin):
    section = "Certifications"
    key_from = "name"
    list_display = ("name", "url", "key")
    search_fields = ("name", "key")
    ordering = ("name", "pk")
