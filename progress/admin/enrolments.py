"""Who follows which release; private notes and answers are not shown."""

from django.contrib import admin

from progress.models import Enrolment
from tracks.shared.admin import ReadOnlyAdmin


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    section = "Learners"
    list_display = ("user", "track", "release_number", "state", "started_at", "activated_at")
    list_filter = ("state", "track", "release__number")
    list_select_related = ("user", "track", "release")
    search_fields = ("user__email",)
    fields = ("user", "track", "release", "state", "started_at", "activated_at")
    ordering = ("-started_at", "-pk")

    @admin.display(description="release", ordering="release__number")
    def release_number(self, enrolment: Enrolment) -> int:
        return enrolment.release.number
