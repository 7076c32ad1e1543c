"""Template tags and the rail, without a browser."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from core import menu
from core.formats import today
from core.templatetags import ocop
from tests.face.views import State


def draw(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-3, "quá hạn 3 ngày", "is-late"),
        (0, "hạn hôm nay", "is-soon"),
        (3, "còn 3 ngày", "is-soon"),
        (4, "còn 4 ngày", ""),
        (729, "còn 729 ngày", ""),
        (730, "còn 2 năm", ""),
        (900, "còn hơn 2 năm", ""),
        (1094, "còn 3 năm", ""),
        (1096, "còn 3 năm", ""),
    ],
)
def test_a_deadline_says_what_is_left(days: int, words: str, tone: str) -> None:
    shown = draw("{{ when|deadline }}", when=today() + dt.timedelta(days=days))
    assert words in shown
    assert (tone in shown) if tone else ("is-" not in shown)


def test_a_deadline_at_night_belongs_to_the_day_in_vietnam() -> None:
    evening_utc = dt.datetime.combine(today(), dt.time(0, 30), tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert ocop.days_left(evening_utc.astimezone(dt.UTC)) == 0


def test_recognitions_turn_amber_earlier_than_work() -> None:
    assert "is-soon" in draw("{{ when|deadline:30 }}", when=today() + dt.timedelta(days=25))


def test_no_deadline_is_a_dash() -> None:
    assert draw("{{ when|deadline }}", when=None) == "–"


def test_stars_have_words_and_an_edge() -> None:
    shown = draw("{% stars 3 of=5 %}")
    assert ">3 sao<" in shown
    assert shown.count("star-on") == 3
    assert shown.count("star-off") == 2
    assert draw("{% stars 0 %}") == draw("{% stars None %}") == ""


def test_a_state_brings_its_tone() -> None:
    assert "tag-amber" in draw("{% status state %}", state=State.SENT_BACK)
    assert "tag-red" in draw("{% status state %}", state=State.RETURNED)
    assert "Trả lại để hoàn thiện" in draw("{% status state %}", state=State.SENT_BACK)


def test_an_object_brings_its_state_even_as_a_stored_string() -> None:
    class Dossier:
        _meta = object()
        status_enum = State
        status = "done"

    assert "Đã xong" in draw("{% status dossier %}", dossier=Dossier())


def test_words_of_a_state_are_escaped() -> None:
    assert "<b>" not in draw("{% status words %}", words="<b>x</b>")


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "bell" %}')
    assert 'aria-label="Thông báo"' in draw('{% icon "bell" label="Thông báo" %}')


@pytest.mark.parametrize("name", ["no-such-icon", "../../package"])
def test_a_wrong_icon_fails_loudly(name: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        ocop.icon(name)


def test_a_bar_carries_plain_numbers() -> None:
    shown = draw("{% bar value 40 label %}", value=Decimal("28.25"), label="Phần A")
    assert 'value="28.25"' in shown
    assert "style" not in shown


def test_addresses_keep_the_other_filters() -> None:
    request = RequestFactory().get("/ho-so/", {"q": "Trà & bánh", "trang": "2", "huyen": ["1", "2"]})
    assert draw("{% url_with trang=3 %}", request=request).count("trang=3") == 1
    rest = draw("{% url_without 'huyen' '1' %}", request=request)
    assert "huyen=2" in rest
    assert "huyen=1" not in rest
    assert "trang" not in rest
    assert "&q" not in rest.replace("&amp;q", "")


def test_sizes_are_readable() -> None:
    assert ocop.file_size(1_240_000) == "1,2 MB"
    assert ocop.file_size(300_000_000) == "300 MB"
    assert ocop.file_size(640) == "1 kB"


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_registry", menu._Registry())
    monkeypatch.setattr(menu, "reverse", lambda name: f"/{name}/")


def entry(name: str, order: int, **more: Any) -> menu.MenuEntry:
    return menu.MenuEntry(label=name, url_name=name, icon="folder", order=order, **more)


def seen_by(path: str) -> Any:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(pk=1, is_authenticated=True)  # type: ignore[assignment]
    return request


@pytest.mark.usefixtures("registry")
def test_the_rail_has_at_most_eight_entries_in_order() -> None:
    for number in range(12, 0, -1):
        menu.register(entry(f"muc-{number:02}", number))
    shown = menu.entries(seen_by("/"))
    assert [item.label for item in shown if not item.secondary] == [f"muc-{n:02}" for n in range(1, 9)]
    assert [item.label for item in shown if item.secondary] == [f"muc-{n:02}" for n in range(9, 13)]


@pytest.mark.usefixtures("registry")
def test_the_rail_marks_the_longest_matching_address() -> None:
    menu.register(entry("ho-so", 1))
    menu.register(entry("ho-so/mau", 2))
    assert [item.active for item in menu.entries(seen_by("/ho-so/mau/7/"))] == [False, True]


@pytest.mark.usefixtures("registry")
def test_hidden_entries_are_not_counted_either() -> None:
    def never(request: Any) -> int:
        raise AssertionError("counted for somebody who may not see it")

    menu.register(entry("an", 1, visible=lambda request: False, count=never))
    assert menu.entries(seen_by("/")) == []
