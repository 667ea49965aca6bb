"""Routes of this app's pages, and of pages that join certifications with the catalogue below."""

from django.urls import path

from certifications.views import certifications, milestones, searches, sources

urlpatterns = [
    path("certifications/", certifications.list_catalogue, name="certification-list"),
    path(
        "certifications/<slug:key>/", certifications.show_certification, name="certification-detail"
    ),
    path(
        "tracks/<slug:key>/certifications/",
        certifications.show_track_certifications,
        name="track-certifications",
    ),
    path("milestones/<slug:key>/", milestones.show_milestone, name="milestone-detail"),
    path("search/", searches.show_search, name="search"),
    path("sources/", sources.list_all_sources, name="source-list"),
    path("sources/<slug:key>/", sources.show_source, name="source-detail"),
]
