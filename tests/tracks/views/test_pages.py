import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tracks.shared.charts import page_stylesheet

ROOT_FILE = "static/charts.css"


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize(
        ("name", "words"),
        [("about", "The five states"), ("privacy", "hold no trackers")],
    )
    def test_say_what_they_promise(self, client, name, words):
        assert words in client.get(reverse(name)).content.decode()

    def test_offer_no_inline_code_to_the_browser(self, client):
        response = client.get(reverse("about"))
        page = response.content.decode()
        assert " style=" not in page
        assert "onclick" not in page
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]

    def test_unknown_addresses_get_a_page_of_ours(self, client):
        response = client.get("/no/such/page/")
        assert response.status_code == 404
        assert "There is no such page" in response.content.decode()


class TestErrorPages:
    @pytest.mark.parametrize(
        "name", ["403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
    )
    def test_need_neither_database_nor_request(self, name):
        page = render_to_string(name)
        assert name[:3] in page
        assert "site.css" in page


class TestChartStylesheet:
    def test_is_what_the_charts_write(self, settings):
        path = settings.BASE_DIR / ROOT_FILE
        assert path.read_text(encoding="utf-8") == page_stylesheet()
