"""Tinos, metric-compatible with Times New Roman: its files and its widths.

The full TTFs are used. Several WOFF2 subsets under one family name give wrong Vietnamese glyphs in WeasyPrint.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from fontTools.ttLib import TTFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic"
STYLES = {REGULAR: (400, "normal"), BOLD: (700, "normal"), ITALIC: (400, "italic"), BOLD_ITALIC: (700, "italic")}
SCHEME = "bundled"
MM_PER_PT = 25.4 / 72


def font_path(style: str) -> Path:
    """Where a style's file lies."""
    return Path(settings.NODE_MODULES) / "@expo-google-fonts" / "tinos" / style / f"Tinos_{style}.ttf"


def font_url(style: str) -> str:
    """The only address that a paper may load."""
    return f"{SCHEME}:///Tinos_{style}.ttf"


def web_font_url(style: str) -> str:
    """Where a browser finds it: a paper that it prints must break its lines as the PDF does."""
    return static(f"vendor/tinos/{style}/Tinos_{style}.ttf")


def font_files() -> dict[str, str]:
    """Address and file of every bundled font: the whole of what a paper may load."""
    return {font_url(style): str(font_path(style)) for style in STYLES}


def face_rules(address: object = font_url) -> str:
    """The `@font-face` rules; `address` names each style's file, for print or for a browser."""
    return "".join(
        f"@font-face{{font-family:Tinos;font-weight:{weight};font-style:{slant};src:url({address(style)})}}\n"  # type: ignore[operator]
        for style, (weight, slant) in STYLES.items()
    )


@cache
def _metrics(style: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    with TTFont(font_path(style), lazy=True) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


def width_mm(text: str, points: float, style: str = BOLD) -> float:
    """Width of a line set without kerning, as the papers are."""
    glyphs, advances, per_em = _metrics(style)
    units = sum(advances[glyphs.get(ord(char), ".notdef")][0] for char in text)
    return units / per_em * points * MM_PER_PT
