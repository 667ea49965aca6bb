"""Colour roles of the charts, for pages (styled by classes) and print (literal colours)."""

from dataclasses import dataclass

# Light values. They are the print colours and the page fallback; each text role
# has at least 5.6:1 contrast on white.
LIGHT_COLOURS: dict[str, str] = {
    "ink": "#16213a",
    "muted": "#535d75",
    "grid": "#dde2ea",
    "axis": "#7b8499",
    "surface": "#ffffff",
    "panel": "#f2f5f9",
    "accent": "#0b7a75",
    "accent-strong": "#075a56",
    "band-50": "#8fcac5",
    "band-80": "#bfe0dd",
    "band-90": "#e0f0ee",
    "second": "#2f5bb7",
    "second-soft": "#c9d7f2",
    "warn": "#9a5200",
    "warn-soft": "#f3dcbd",
    "risk": "#a82e26",
    "neutral": "#bcc4d3",
    "on-accent": "#ffffff",
}

DARK_COLOURS: dict[str, str] = {
    "ink": "#e8ecf4",
    "muted": "#aab4c8",
    "grid": "#2e3a52",
    "axis": "#75819a",
    "surface": "#131c2e",
    "panel": "#1b263b",
    "accent": "#4fc3bb",
    "accent-strong": "#8adfd8",
    "band-50": "#2b746f",
    "band-80": "#1f5350",
    "band-90": "#183c3c",
    "second": "#8aabf0",
    "second-soft": "#2a3d66",
    "warn": "#e8a95a",
    "warn-soft": "#523a1c",
    "risk": "#f08d84",
    "neutral": "#4a566f",
    "on-accent": "#0d1626",
}

# With colours that the person's system forces on pages: text and lines as text, areas as shades
# of it, so that charts are told apart by form and shade on any background.
_FORCED_COLOURS: dict[str, str] = {
    **dict.fromkeys(LIGHT_COLOURS, "CanvasText"),
    **dict.fromkeys(("grid", "neutral"), "color-mix(in srgb,CanvasText 35%,Canvas)"),
    **dict.fromkeys(("surface", "panel", "on-accent"), "Canvas"),
    "band-50": "color-mix(in srgb,CanvasText 45%,Canvas)",
    "band-80": "color-mix(in srgb,CanvasText 28%,Canvas)",
    "band-90": "color-mix(in srgb,CanvasText 13%,Canvas)",
    **dict.fromkeys(("second-soft", "warn-soft"), "color-mix(in srgb,CanvasText 20%,Canvas)"),
}

# Without the stylesheet these follow the page's own text and background.
_PAGE_FALLBACKS: dict[str, str] = {
    "ink": "currentColor",
    "muted": "currentColor",
    "surface": "Canvas",
}


@dataclass(frozen=True)
class Theme:
    """How a chart names its colours.

    Page charts carry a class per colour role and a plain presentation attribute as fallback,
    which any style rule overrides; print charts carry literal colours and a font family.
    Neither writes a `style` attribute, which a strict content security policy refuses.
    """

    is_page: bool
    font_family: str
    is_dark: bool = False

    def paint(self, *, kind: str, role: str) -> str:
        """Give the attributes that paint a fill or a stroke with a colour role."""
        if role == "none":
            return f' {kind}="none"'
        if not self.is_page:
            colours = DARK_COLOURS if self.is_dark else LIGHT_COLOURS
            return f' {kind}="{colours[role]}"'
        return f' {kind}="{_PAGE_FALLBACKS.get(role, LIGHT_COLOURS[role])}"'

    def class_names(self, *, fill: str, stroke: str) -> tuple[str, ...]:
        """Give the classes of an element with these colour roles; none in print."""
        if not self.is_page:
            return ()
        names = (f"chart-fill-{fill}", f"chart-stroke-{stroke}")
        return tuple(name for name in names if not name.endswith("-none"))


PAGE = Theme(is_page=True, font_family="")
PRINT = Theme(is_page=False, font_family="Milepost Sans")
PRINT_DARK = Theme(is_page=False, font_family="Milepost Sans", is_dark=True)


def page_stylesheet() -> str:
    """Write the style rules that colour page charts in light, dark and forced colours.

    Dark values apply when the system asks for them, unless the root element carries
    `data-theme="light"`; `data-theme="dark"` applies them always. Paper is always light.

    Returns:
        CSS text; the same on every call.
    """
    light, dark, forced = map(_set_colours, (LIGHT_COLOURS, DARK_COLOURS, _FORCED_COLOURS))
    is_dark = "@media screen and (prefers-color-scheme: dark)"
    rules = [
        f":root{{{light}}}",
        f'{is_dark}{{:root:not([data-theme="light"]){{{dark}}}}}',
        f'@media screen{{:root[data-theme="dark"]{{{dark}}}}}',
        # On the chart itself, where the page's own stylesheet sets some of them too.
        f"@media (forced-colors: active){{.chart{{{forced}}}}}",
        ".chart{display:block;max-width:100%;height:auto;font-family:inherit;}",
        ".chart a:focus-visible{outline:2px solid var(--chart-second);outline-offset:2px;}",
    ]
    for role in LIGHT_COLOURS:
        rules.append(f".chart-fill-{role}{{fill:var(--chart-{role});}}")
        rules.append(f".chart-stroke-{role}{{stroke:var(--chart-{role});}}")
    return "\n".join(rules) + "\n"


def _set_colours(colours: dict[str, str]) -> str:
    return "".join(f"--chart-{role}:{colour};" for role, colour in colours.items())
