import pytest
from django.urls import reverse

from tests.factories.certifications import make_certification
from tests.factories.tracks import make_milestone, make_role, make_skill, make_tool, make_track

pytestmark = pytest.mark.django_db


def search(client, text):
    response = client.get(reverse("search"), {"q": text})
    assert response.status_code == 200
    return response.content.decode()


class TestSearch:
    def test_links_every_kind_of_hit_to_its_page(self, client):
        milestone = make_milestone(title="Kubernetes care")
        track = make_track(name="Kubernetes", milestones=[milestone])
        skill = make_skill(name="Kubernetes basics", tracks=[track])
        role = make_role(title="Kubernetes keeper")
        make_tool(name="Kubernetes tool", url="https://example.org/k8s")
        certification = make_certification(short_name="Kubernetes exam")
        page = search(client, "kubernetes")
        for address in (
            f"/tracks/{track.key}/",
            f"/milestones/{milestone.key}/",
            f"/roles/{role.key}/",
            f"/certifications/{certification.key}/",
            f"/tracks/{track.key}/skills/#skill-{skill.key}",
            "https://example.org/k8s",
        ):
            assert f'href="{address}"' in page

    def test_says_that_nothing_was_found(self, client):
        assert "Nothing found for “xyzzy”." in search(client, "xyzzy")

    def test_waits_for_words(self, client):
        make_tool(name="sed")
        assert "Nothing found" not in search(client, " ")
        assert client.get(reverse("search")).status_code == 200

    def test_shows_what_was_typed_as_text(self, client):
        assert "<script>alert" not in search(client, "<script>alert(1)</script>")

    def test_cuts_very_long_texts(self, client):
        response = client.get(reverse("search"), {"q": "a" * 500})
        assert response.context["text"] == "a" * 80
