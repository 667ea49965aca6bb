"""Markdown of curated and personal text as safe HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render_markdown(*, text: str) -> SafeString:
    """Turn Markdown into HTML from a short list of tags.

    Args:
        text: CommonMark, with tables; raw HTML in it is shown as text.

    Returns:
        Markup without scripts, styles, pictures or `javascript:` links; links carry
        `rel="noopener nofollow"`. Empty for empty text.
    """
    html = nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(html)  # noqa: S308 - cleaned on the line above
