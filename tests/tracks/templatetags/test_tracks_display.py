from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from accounts.models import User
from tracks.choices import DemandLevel
from tracks.templatetags import tracks_display as tags


def band(low, high, *, is_open=False, currency="USD"):
    return SimpleNamespace(low=low, high=high, high_is_open=is_open, currency=currency)


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "currency", "words"),
        [
            (Decimal("450.00"), "USD", "$450"),
            (Decimal("70.50"), "USD", "$70.50"),
            (Decimal(3745), "EUR", "€3,745"),
            (Decimal(10), "CHF", "CHF 10"),
            (Decimal(0), "USD", "$0"),
            (None, "USD", "unknown"),
        ],
    )
    def test_writes_the_amount_in_full(self, amount, currency, words):
        assert tags.money(amount, currency) == words

    def test_can_be_short(self):
        assert tags.money_short(Decimal(120_000)) == "$120k"
        assert tags.money_short(None) == "unknown"


class TestStatedDate:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("2026-06-08", "8 Jun 2026"), ("2026-11", "Nov 2026"), ("2024", "2024"),
            ("", ""), ("spring 2024", "spring 2024"), ("2024-13", "2024-13"),
        ],
    )  # fmt: skip
    def test_writes_days_and_months_as_the_site_does(self, text, words):
        assert tags.stated_date(text) == words


class TestUnbroken:
    def test_keeps_the_minus_with_its_amount(self):
        shown = tags.unbroken("worse than −$8,810, better than $376,000; or −$8.81k.")
        assert shown == (
            'worse than <span class="nowrap">−$8,810</span>, better than $376,000;'
            ' or <span class="nowrap">−$8.81k</span>.'
        )

    def test_escapes_all_else(self):
        assert tags.unbroken("<b> −$5") == '&lt;b&gt; <span class="nowrap">−$5</span>'


class TestPayRange:
    def test_writes_both_ends(self):
        assert tags.pay_range(band(Decimal(120_000), Decimal(160_000))) == "$120k–$160k"

    def test_keeps_an_open_end_open(self):
        assert (
            tags.pay_range(band(Decimal(180_000), Decimal(250_000), is_open=True)) == "$180k–$250k+"
        )

    def test_says_unknown_for_a_missing_end(self):
        assert tags.pay_range(band(None, Decimal(1))) == "unknown"


class TestHoursRange:
    @pytest.mark.parametrize(
        ("low", "high", "words"),
        [(8, 20, "8–20 h"), (8, 8, "8 h"), (None, None, "hours unknown")],
    )
    def test_writes_hours_or_that_they_are_unknown(self, low, high, words):
        assert tags.hours_range(SimpleNamespace(hours_low=low, hours_high=high)) == words


class TestMonthsRange:
    @pytest.mark.parametrize(
        ("low", "high", "words"),
        [
            (6, 12, "6–12 months"),
            (12, 24, "1–2 years"),
            (36, 60, "3–5 years"),
            (12, 18, "12–18 months"),
            (12, 12, "1 year"),
            (1, 1, "1 month"),
        ],
    )
    def test_writes_whole_years_as_years(self, low, high, words):
        assert tags.months_range(SimpleNamespace(low_months=low, high_months=high)) == words


class TestSigned:
    def test_shows_the_sign(self):
        assert [tags.signed(number) for number in (2, 0, -1)] == ["+2", "0", "−1"]


class TestWhatToShow:
    def test_drops_the_words_that_the_page_says_itself(self):
        assert tags.what_to_show("What to show: a log") == "A log"
        assert tags.what_to_show("A log") == "A log"
        assert tags.what_to_show("") == ""


class TestDemandSteps:
    @pytest.mark.parametrize(
        ("level", "filled"),
        [
            (DemandLevel.VERY_HIGH, 4),
            (DemandLevel.HIGH, 3),
            (DemandLevel.MEDIUM, 2),
            (DemandLevel.GROWING, 1),
        ],
    )
    def test_fills_a_step_for_each_grade(self, level, filled):
        drawn = tags.demand_steps(level)
        assert (drawn.count('class="on"'), drawn.count("<i")) == (filled, 4)
        assert ("levels-growing" in drawn) is (level == DemandLevel.GROWING)


class TestTheme:
    def render(self, rf, *, cookie=None, user=None):
        request = rf.get("/tracks/devops/")
        request.user = user or AnonymousUser()
        if cookie:
            request.COOKIES[tags.THEME_COOKIE] = cookie
        template = Template(
            "{% load tracks_display %}{% theme_attribute %}|{% current_section '/tracks/' %}"
            "|{% current_section '/roles/' %}"
        )
        return template.render(Context({"request": request})).split("|")

    def test_follows_the_device_unless_told(self, rf):
        assert self.render(rf)[0] == ""

    def test_follows_a_visitors_cookie_but_nothing_strange_in_it(self, rf):
        assert self.render(rf, cookie="DARK")[0] == ' data-theme="dark"'
        assert self.render(rf, cookie='"><script>')[0] == ""

    def test_follows_the_account_before_the_cookie(self, rf):
        user = User(email="ada@example.org", theme="LIGHT")
        assert self.render(rf, cookie="DARK", user=user)[0] == ' data-theme="light"'

    def test_follows_the_device_without_a_request(self):
        assert tags.chosen_theme(Context({})) == "SYSTEM"
        assert tags.current_section(Context({}), "/") == ""

    def test_marks_the_section_of_the_page(self, rf):
        assert self.render(rf)[1:] == [' aria-current="true"', ""]


class TestMarkdownFilter:
    def test_shows_markup(self):
        assert "<em>x</em>" in tags.markdown("*x*")


class TestFoundFor:
    def test_gives_what_was_looked_up_for_a_row(self):
        row = SimpleNamespace(pk=7)
        assert tags.found_for({7: "found"}, row) == "found"
        assert tags.found_for({8: "found"}, row) is None
        # A page that looked nothing up has an empty text there.
        assert tags.found_for("", row) is None


class TestPlainNumber:
    @pytest.mark.parametrize(
        ("number", "words"),
        [("0.924200", "0.9242"), ("151.455100", "151.4551"), ("1400.000000", "1400")],
    )
    def test_drops_zeros_that_say_nothing(self, number, words):
        assert tags.plain_number(Decimal(number)) == words
