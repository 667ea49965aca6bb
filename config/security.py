"""Settings that browsers and crawlers feel: cookies, HTTPS, headers, what pages may load."""

from typing import Any

from csp.constants import NONCE, NONE, SELF

from config.env import read_list, read_number

# What a page may load, and from where: nothing from third parties, nothing inline without a nonce.
PAGE_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}


def make_security_settings(*, is_https: bool, is_behind_proxy: bool) -> dict[str, Any]:
    """Return the settings of cookies, of redirects to HTTPS and of headers.

    Args:
        is_https: Whether readers reach the site over HTTPS.
        is_behind_proxy: Whether a trusted proxy says over what it was asked.
    """
    prefix = "__Host-" if is_https else ""
    settings = {
        "SESSION_COOKIE_NAME": f"{prefix}milepost-session",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CSRF_COOKIE_NAME": f"{prefix}milepost-csrf",
        "CSRF_COOKIE_SECURE": is_https,
        "CSRF_TRUSTED_ORIGINS": read_list("CSRF_TRUSTED_ORIGINS"),
        "SECURE_SSL_REDIRECT": is_https,
        # Probes come from inside the network, over plain HTTP.
        "SECURE_REDIRECT_EXEMPT": [r"^livez$", r"^readyz$"],
        "SECURE_HSTS_SECONDS": read_number("HSTS_SECONDS", 31_536_000) if is_https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": is_https,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }
    if is_behind_proxy:
        settings["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings


def list_accepted_warnings(*, is_https: bool) -> list[str]:
    """Return the warnings of Django's checks that are answered here."""
    accepted = [
        # Entering a domain into the browsers' preload list is its owner's decision, not ours.
        "security.W021",
        # E-mail addresses are unique in any letter case, by a constraint that this check cannot see.
        "auth.W004",
    ]
    if not is_https:
        # MILEPOST_HTTPS=false says in so many words that the site is served without encryption.
        accepted += ["security.W004", "security.W008", "security.W012", "security.W016"]
    return accepted
