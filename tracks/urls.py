"""Routes of this app's pages."""

from django.urls import path

from tracks.views import (
    comparisons,
    pages,
    questionnaire,
    releases,
    roles,
    salaries,
    themes,
    tracks,
)

urlpatterns = [
    path("", tracks.show_home, name="home"),
    path("tracks/", tracks.list_all_tracks, name="track-list"),
    path("tracks/<slug:key>/", tracks.show_track, name="track-detail"),
    path("tracks/<slug:key>/map/", tracks.show_track_map, name="track-map"),
    path("tracks/<slug:key>/skills/", tracks.show_track_skills, name="track-skills"),
    path("tracks/<slug:key>/salaries/", salaries.show_track_pay, name="track-pay"),
    path("tracks/<slug:key>/outlook/", tracks.show_track_outlook, name="track-outlook"),
    path("tracks/<slug:key>/releases/", releases.list_releases, name="track-releases"),
    path("compare/", comparisons.start_comparison, name="comparison-start"),
    path(
        "compare/<slug:left>/<slug:right>/", comparisons.show_comparison, name="comparison-detail"
    ),
    path("find-your-track/", questionnaire.ask_questionnaire, name="questionnaire"),
    path("roles/", roles.list_roles, name="role-list"),
    path("roles/<slug:key>/", roles.show_role, name="role-detail"),
    path("about/", pages.show_about, name="about"),
    path("privacy/", pages.show_privacy, name="privacy"),
    path("theme/", themes.choose_theme, name="theme"),
]
