import pytest
from django.urls import URLPattern, get_resolver, reverse

NAMES = ["livez", "readyz", "api-schema", "api-docs", "admin:index", "account_login", "mfa_index"]


def list_patterns(patterns, prefix=()):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield entry, prefix
        else:
            namespace = (entry.namespace,) if entry.namespace else ()
            yield from list_patterns(entry.url_patterns, prefix + namespace)


class TestNames:
    @pytest.mark.parametrize("name", NAMES)
    def test_resolve(self, name):
        assert reverse(name).startswith("/")

    def test_are_unique_among_our_own_routes(self):
        seen = {}
        for pattern, prefix in list_patterns(get_resolver().url_patterns):
            if pattern.name and pattern.callback.__module__.split(".")[0] in {
                "accounts",
                "tracks",
                "certifications",
                "progress",
                "config",
            }:
                seen.setdefault((*prefix, pattern.name), []).append(pattern.callback)
        doubled = {name: found for name, found in seen.items() if len(found) > 1}
        assert doubled == {}


@pytest.mark.django_db
class TestAdminLogin:
    def test_goes_through_the_sites_own_login(self, client):
        answer = client.get(reverse("admin:login"), {"next": "/admin/"})
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


@pytest.mark.django_db
class TestApiPages:
    def test_schema_is_served_without_a_login(self, client):
        answer = client.get(reverse("api-schema"), HTTP_ACCEPT="application/json")
        assert answer.status_code == 200

    def test_documentation_loads_nothing_from_elsewhere(self, client):
        answer = client.get(reverse("api-docs"))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "http://" not in text.replace("http://testserver", "")
        assert "https://" not in text
        assert "script-src 'self';" in f"{answer['Content-Security-Policy']};"

    def test_unknown_address_is_answered_with_a_problem(self, client):
        answer = client.get("/api/v1/nothing-here")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_found"
