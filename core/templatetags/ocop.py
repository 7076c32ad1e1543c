"""Tags and filters of every template, without `{% load %}`."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import formats

register = template.Library()

EMPTY = "–"
WORK_SOON_DAYS = 3  # a piece of work is amber from here; recognitions pass 30

register.filter("date_vn", formats.date_vn)
register.filter("datetime_vn", formats.datetime_vn)
register.filter("number_vn", formats.number_vn)
register.filter("points_vn", formats.points_vn)
register.filter("money_vn", formats.money_vn)


# --- icons -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _drawing(name: str) -> tuple[str, str]:
    """The view box and the shapes of one icon of the set."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise template.TemplateSyntaxError(f"Not an icon name: {name!r}")
    path = Path(settings.NODE_MODULES) / "bootstrap-icons" / "icons" / f"{name}.svg"
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise template.TemplateSyntaxError(f"No icon {name!r} in bootstrap-icons") from None
    found = re.search(r'viewBox="([^"]+)"[^>]*>(.*)</svg>', source, re.DOTALL)
    if found is None:
        raise template.TemplateSyntaxError(f"Icon {name!r} cannot be read")
    return found[1], " ".join(found[2].split())


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the set. Silent for screen readers unless it stands alone and has a `label`."""
    return _icon(name, label, css)


@lru_cache(maxsize=2048, typed=True)  # a safe string and a plain one are equal, but not escaped alike
def _icon(name: str, label: str, css: str) -> SafeString:
    view_box, shapes = _drawing(name)
    says = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon icon-{}{}" viewBox="{}" {}>{}</svg>',
        name,
        f" {css}" if css else "",
        view_box,
        says,
        mark_safe(shapes),  # noqa: S308 - read from the icon package, nobody types it
    )


# --- stars -----------------------------------------------------------------------------------------------------

_STAR = "m8 .9 2.2 4.6 5 .7-3.6 3.5.9 5L8 12.3l-4.5 2.4.9-5L.8 6.2l5-.7z"


def _stars_drawing(lit: int, shown: int) -> SafeString:
    marks = format_html_join(
        "",
        '<path class="star-{}" transform="translate({} 0)" d="{}"/>',
        (("on" if place < lit else "off", place * 18, _STAR) for place in range(shown)),
    )
    return format_html('<svg viewBox="0 0 {} 16" aria-hidden="true">{}</svg>', shown * 18 - 2, marks)


@register.simple_tag
def stars(count: int | str | None, of: int = 0, words: bool = False) -> SafeString:
    """Stars with their edge, and the words "3 sao" for those who do not see them.

    `of=5` adds the empty ones; `words=True` shows the words beside the stars. None or 0 gives nothing.
    """
    return _stars(int(count or 0), of, words)


@lru_cache(maxsize=64)
def _stars(lit: int, of: int, words: bool) -> SafeString:
    """Few kinds of stars stand on thirty rows of a list: each is drawn once in a process."""
    if lit < 1:
        return SafeString("")
    says = format_html('<span class="{}">{} sao</span>', "stars-words" if words else "visually-hidden", lit)
    return format_html('<span class="stars">{}{}</span>', _stars_drawing(lit, max(lit, of)), says)


@register.filter
def star_words(count: int | None) -> str:
    """A rank in words; no rank at all is a dash, and one without a certificate says so."""
    return EMPTY if count is None else f"{count} sao" if count >= 3 else "dưới 3 sao"


# --- states ----------------------------------------------------------------------------------------------------

TONES = {
    "waiting": "grey",
    "moving": "green",
    "done": "green",
    "sent_back": "amber",
    "returned": "red",
    "in_hand": "outline",
}
TONE_ICONS = {"done": "check-lg", "returned": "arrow-return-left", "in_hand": "pencil"}


@register.simple_tag
def status(value: Any, label: str = "", tone: str = "", plain: bool = False) -> SafeString:
    """The tag of a state: an enum member with `.label` and `.tone`, or an object that has one.

    An object gives `status` (or `state`); when the database returned a bare string, the class names its enum in
    `status_enum`. `plain=True` takes the member's plainer words for applicants, when it has any (`.plain`).
    """
    member = _member(value)
    words = label or (getattr(member, "plain", "") if plain else "") or getattr(member, "label", None) or member
    if words in (None, ""):
        return SafeString("")
    return _tag(str(tone or getattr(member, "tone", "") or "waiting"), str(words))


@lru_cache(maxsize=1024, typed=True)
def _tag(tone: str, words: str) -> SafeString:
    mark = icon(TONE_ICONS[tone]) if tone in TONE_ICONS else ""
    return format_html('<span class="tag tag-{}">{}{}</span>', TONES.get(tone, tone), mark, words)


def _member(value: Any) -> Any:
    """The enum member behind a state, an object, or a stored string of that object."""
    if not hasattr(value, "_meta"):
        return value
    for name in ("status", "state"):
        if hasattr(value, name):
            stored = getattr(value, name)
            enum = getattr(type(value), f"{name}_enum", None)
            return stored if hasattr(stored, "label") or enum is None or not stored else enum(stored)
    return None


# --- deadlines -------------------------------------------------------------------------------------------------


@register.filter
def days_left(when: date | datetime | None) -> int | None:
    """Days from today to the date, in the portal's time; negative when it has passed."""
    day = _day(when)
    return None if day is None else (day - formats.today()).days


@register.filter
def days_words(when: date | datetime | None) -> str:
    """The rest of a term in words: "còn 12 ngày", "còn 3 năm", "hạn hôm nay", "quá hạn 3 ngày"."""
    left = days_left(when)
    if left is None:
        return EMPTY
    if left == 0:
        return "hạn hôm nay"
    if left >= 2 * 365:
        years, over = divmod(left + 15, 365)  # half a month more or less is the same number of years
        return f"còn {'hơn ' if over > 30 else ''}{years} năm"
    return f"{'còn' if left > 0 else 'quá hạn'} {formats.number_vn(abs(left))} ngày"


@register.filter
def deadline(when: date | datetime | None, soon: int = WORK_SOON_DAYS) -> SafeString:
    """The date with the rest of its term below; red and a sign when late, amber and a clock when near."""
    return _deadline(when, int(soon), "deadline")


@register.filter
def deadline_inline(when: date | datetime | None, soon: int = WORK_SOON_DAYS) -> SafeString:
    """The same on one line."""
    return _deadline(when, int(soon), "deadline deadline-inline")


def _deadline(when: date | datetime | None, soon: int, css: str) -> SafeString:
    day, left = _day(when), days_left(when)
    return SafeString(EMPTY) if day is None or left is None else _deadline_text(day, left, soon, css)


@lru_cache(maxsize=2_000)
def _deadline_text(day: date, left: int, soon: int, css: str) -> SafeString:
    """Lists show the same few days again and again; `left` stands in the key, so that a text lives for its day only."""
    tone, sign = ("", SafeString(""))
    if left < 0:
        tone, sign = " is-late", icon("exclamation-circle")
    elif left <= soon:
        tone, sign = " is-soon", icon("clock")
    return format_html(
        '<span class="{}"><time class="n" datetime="{}">{}</time> <span class="deadline-left{}">{}{}</span></span>',
        css,
        day.isoformat(),
        formats.date_vn(day),
        tone,
        sign,
        days_words(day),
    )


def _day(when: date | datetime | None) -> date | None:
    return formats.local_date(when) if isinstance(when, datetime) else when


# --- figures ---------------------------------------------------------------------------------------------------


@register.simple_tag
def bar(value: Any, most: Any, label: str) -> SafeString:
    """A bar that needs no style attribute; `label` names it for those who do not see it."""
    return format_html(
        '<progress class="bar" value="{}" max="{}" aria-label="{}"></progress>',
        _plain_number(value),
        _plain_number(most) if most else "1",
        label,
    )


def _plain_number(value: Any) -> str:
    """A number as HTML wants it, whatever the language of the page: 8.5, never 8,5."""
    return format(Decimal(str(value or 0)), "f")


@register.filter
def dash(value: Any) -> Any:
    """The value, or a dash where there is none. A zero is a value."""
    return EMPTY if value is None or value == "" else value


@register.filter
def file_size(size: int | None) -> str:
    """A file's size as people read it: "0,6 MB", "83 kB", "300 MB"."""
    if size is None:
        return EMPTY
    if size < 100_000:
        return f"{max(1, round(size / 1000))} kB"
    digits = 1 if size < 10_000_000 else 0
    return f"{formats.number_vn(round(size / 1_000_000, digits), digits)} MB"


# --- addresses -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: Any) -> str:
    """This page's query with some values replaced; None or "" removes one. Escaped by the template engine."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def url_without(context: Context, name: str, value: str | None = None) -> str:
    """This page's query without a field, or without one value of it, and back on its first page."""
    query = context["request"].GET.copy()
    kept = [] if value is None else [item for item in query.getlist(name) if item != str(value)]
    query.pop("trang", None)
    query.setlist(name, kept)
    return f"?{query.urlencode()}" if query.urlencode() else "?"


@register.simple_tag(takes_context=True)
def active_url(context: Context, url_name: str, *args: Any, exact: bool = False) -> SafeString:
    """`aria-current="page"` when the page lies under that address."""
    request: HttpRequest = context["request"]
    try:
        url = reverse(url_name, args=args)
    except NoReverseMatch:
        return SafeString("")
    here = request.path == url if exact else request.path.startswith(url)
    return mark_safe('aria-current="page"') if here else SafeString("")


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a variable key."""
    return mapping.get(key) if mapping is not None else None


@register.filter
def lines(text: str | None) -> SafeString:
    """A person's text with its line breaks, escaped."""
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in (text or "").splitlines()))


# --- forms -----------------------------------------------------------------------------------------------------


@register.simple_tag
def once() -> SafeString:
    """The hidden token that makes the second copy of the same POST harmless (`core.middleware`)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())
