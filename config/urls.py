"""One include per app and surface."""

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_replace
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.health import show_liveness, show_readiness

# Signing in goes through allauth: rate limits and the second factor hold for the admin too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # the documented way
admin.site.site_header = "Milepost curation"
admin.site.site_title = "Milepost"
admin.site.index_title = "Curation"

_api = [
    path("", include("accounts.api.urls")),
    path("", include("tracks.api.urls")),
    path("", include("certifications.api.urls")),
    path("", include("progress.api.urls")),
]

# The documentation page sets styles inline; nothing of ours runs on it.
_docs = csp_replace({"style-src": ["'self'", "'unsafe-inline'"]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)

urlpatterns = [
    path("livez", show_liveness, name="livez"),
    path("readyz", show_readiness, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", _docs, name="api-docs"),
    path("api/v1/", include(_api)),
    path("", include("certifications.urls")),
    path("me/", include("progress.urls")),
    path("", include("tracks.urls")),
]

handler404 = "config.api.answer_not_found"
handler500 = "config.api.answer_server_error"
