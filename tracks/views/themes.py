"""The choice of light or dark: kept with the account, or in a cookie for visitors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.choices import Theme
from accounts.operations.preferences import set_theme
from tracks.templatetags.tracks_display import THEME_COOKIE

_YEAR = 365 * 24 * 3600


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = redirect(back)
    theme = request.POST.get("theme", "")
    if theme not in Theme.values:
        return response
    if request.user.is_authenticated:
        set_theme(user=request.user, theme=Theme(theme))
    response.set_cookie(
        THEME_COOKIE,
        theme,
        max_age=_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response
