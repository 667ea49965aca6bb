"""Formatting only: money, ranges, hours, themes. Nothing here asks the database."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.choices import Theme
from tracks.choices import DemandLevel
from tracks.shared.charts import format_money_short
from tracks.shared.markdown import render_markdown

register = template.Library()

THEME_COOKIE = "milepost-theme"
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_STATED_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LOSS = re.compile(r"−[$€£][\d,.]*\d[kM]?")
# How many of four steps a level fills; "growing" says a direction, so it is drawn hatched.
_STEPS = {
    DemandLevel.VERY_HIGH: 4,
    DemandLevel.HIGH: 3,
    DemandLevel.MEDIUM: 2,
    DemandLevel.GROWING: 1,
}


class PayRange(Protocol):
    """What `pay_range` needs of a band."""

    low: Decimal | None
    high: Decimal | None
    high_is_open: bool
    currency: str


def currency_sign(currency: str) -> str:
    """Return the sign of a currency, or its code and a space."""
    return _SIGNS.get(currency, f"{currency} ")


@register.filter
def money(amount: Decimal | float | None, currency: str = "USD") -> str:
    """Write an amount with its currency in full, cents only when there are some."""
    if amount is None:
        return "unknown"
    number = Decimal(amount)
    digits = f"{number:,.2f}".removesuffix(".00")
    return f"{currency_sign(currency)}{digits}"


@register.filter
def money_short(amount: Decimal | float | None, currency: str = "USD") -> str:
    """Write an amount in thousands, such as $120k."""
    if amount is None:
        return "unknown"
    return format_money_short(amount=float(amount), currency=currency_sign(currency))


@register.filter
def stated_date(text: str | None) -> str:
    """Write what a source is dated with, a day, a month or a year, as other days are written."""
    found = _STATED_DATE.fullmatch(text or "")
    if not found:
        return text or ""
    year, month, day = found.groups()
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {name}" if day else name


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep the minus of an amount on its line: browsers break between it and the currency's sign."""
    escaped = conditional_escape(text)
    return mark_safe(_LOSS.sub(r'<span class="nowrap">\g<0></span>', escaped))  # noqa: S308 - escaped


@register.filter
def pay_range(band: PayRange) -> str:
    """Write the ends of a band: $120k–$160k, $200k–$300k+ when open above, or unknown."""
    if band.low is None or band.high is None:
        return "unknown"
    low, high = money_short(band.low, band.currency), money_short(band.high, band.currency)
    return f"{low}–{high}{'+' if band.high_is_open else ''}"


class Keyed(Protocol):
    """What `found_for` needs of a row."""

    pk: int


@register.filter
def found_for(found: Mapping[int, object] | str, row: Keyed) -> object | None:
    """Return what a page looked up for a row, by its primary key; None where it did not."""
    return found.get(row.pk) if isinstance(found, Mapping) else None


@register.filter
def plain_number(number: Decimal) -> str:
    """Write a number without the zeros that its column adds: 0.9242 for 0.924200."""
    return f"{number.normalize():f}"


@register.filter
def hours_range(milestone: object) -> str:
    """Write the hours of a milestone as low–high h, or say that they are unknown."""
    low = getattr(milestone, "hours_low", None)
    high = getattr(milestone, "hours_high", None)
    if low is None or high is None:
        return "hours unknown"
    return f"{low} h" if low == high else f"{low}–{high} h"


@register.filter
def months_range(row: object) -> str:
    """Write low_months and high_months of a row as months, or as years when both are whole years."""
    low, high = getattr(row, "low_months", 0), getattr(row, "high_months", 0)
    if low >= 12 and low % 12 == 0 and high % 12 == 0:
        low, high, unit = low // 12, high // 12, "year"
    else:
        unit = "month"
    return f"{low} {unit}{'' if low == 1 else 's'}" if low == high else f"{low}–{high} {unit}s"


@register.filter
def markdown(text: str) -> SafeString:
    """Show Markdown as HTML from a short list of tags."""
    return render_markdown(text=text)


@register.filter
def signed(number: int) -> str:
    """Write a number with its sign; minus is a real minus."""
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


@register.simple_tag
def demand_steps(level: str) -> SafeString:
    """Draw a demand level as four steps; the word stands beside it in the page."""
    filled = _STEPS.get(DemandLevel(level), 0)
    steps = "".join('<i class="on"></i>' if at < filled else "<i></i>" for at in range(4))
    kind = " levels-growing" if level == DemandLevel.GROWING else ""
    return format_html(
        '<span class="levels{}" aria-hidden="true">{}</span>', kind, SafeString(steps)
    )


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """Return the colours that the person or, for visitors, the browser's cookie chose."""
    request = context.get("request")
    if request is None:
        return Theme.SYSTEM.value
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.theme)
    cookie = str(request.COOKIES.get(THEME_COOKIE, ""))
    return cookie if cookie in Theme.values else Theme.SYSTEM.value


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """Write data-theme for the root element, or nothing when pages follow the device."""
    theme = chosen_theme(context)
    if theme == Theme.SYSTEM:
        return SafeString("")
    return format_html(' data-theme="{}"', theme.lower())


@register.simple_tag(takes_context=True)
def current_section(context: Context, *prefixes: str) -> SafeString:
    """Write aria-current when the page's address starts with one of the prefixes."""
    request = context.get("request")
    if request is not None and request.path.startswith(prefixes):
        return SafeString(' aria-current="true"')
    return SafeString("")


@register.filter
def what_to_show(text: str) -> str:
    """Drop the words that proof ideas begin with, because the page says them as a heading."""
    words = text.removeprefix("What to show:").strip()
    return f"{words[:1].upper()}{words[1:]}"
