"""The selects above a list: the chosen option is marked, every word is escaped, an unknown value is refused."""

from __future__ import annotations

import pytest

from accounts.models import Unit
from core.filters import FacedFilterSet, FoldedSearch, RowFilter, choice

pytestmark = pytest.mark.django_db


class _Filter(FacedFilterSet):
    cap = choice("Cấp <b>", (("district", 'Huyện "A" & B'), ("commune", "Xã")), field_name="level")
    don_vi = RowFilter("Đơn vị", Unit.objects.order_by("pk"), field_name="parent")

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()


def _select(data: dict[str, str] | None, name: str) -> str:
    return str(_Filter(data, queryset=Unit.objects.all()).form[name])


def test_the_label_is_chosen_until_the_person_chooses():
    assert _select(None, "cap") == (
        '<select class="form-select" id="loc-cap" name="cap"><option value="" selected>Cấp &lt;b&gt;</option>'
        '<option value="district">Huyện &quot;A&quot; &amp; B</option><option value="commune">Xã</option></select>'
    )


def test_the_chosen_option_is_marked_alone():
    text = _select({"cap": "commune"}, "cap")
    assert '<option value="commune" selected>Xã</option>' in text
    assert text.count("selected") == 1


def test_rows_are_chosen_by_their_key(units):
    unit = units["Yên Mô"]
    text = _select({"don_vi": str(unit.pk)}, "don_vi")
    assert f'<option value="{unit.pk}" selected>{unit}</option>' in text
    assert text.count("selected") == 1


@pytest.mark.parametrize(("label", "shown"), [
    ("Tên, mã số thuế, điện thoại", "Tên, mã số thuế"),
    ("Tên, mã, chủ thể", "Tên, mã, chủ thể"),
    ("Tiêu đề, cơ quan đăng tải", "Tiêu đề"),
    ("Tên", "Tên"),
])  # fmt: skip
def test_a_search_box_shows_as_much_of_its_label_as_it_has_room_for(label, shown):
    class Searched(_Filter):
        q = FoldedSearch(field_name="name_folded", label=label)

    field = Searched(None, queryset=Unit.objects.all()).form["q"]
    assert f'placeholder="{shown}"' in str(field)
    assert field.label == label


@pytest.mark.parametrize("value", ["tinh", '"><script>alert(1)</script>', "0"])
def test_a_value_that_is_no_choice_is_refused_and_marks_nothing(value):
    filters = _Filter({"cap": value}, queryset=Unit.objects.all())
    assert not filters.is_valid()
    assert "selected" not in str(filters.form["cap"])
    assert "script" not in str(filters.form["cap"])


class _Remembering(FacedFilterSet):
    cap = RowFilter("Đơn vị", Unit.objects.order_by("pk"), field_name="parent", remember_as="thu:don-vi")

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()


def test_choices_are_remembered_until_a_row_is_written_or_removed(units, django_assert_num_queries):
    def text() -> str:
        return str(_Remembering(None, queryset=Unit.objects.all()).form["cap"])

    with django_assert_num_queries(1):
        assert "Yên Mô" in text()
        assert "Yên Mô" in text()
    unit = units["Yên Mô"]
    unit.name = "Huyện Đổi Tên"
    unit.save()
    assert "Huyện Đổi Tên" in text()
    units["Yên Thắng"].delete()
    assert "Yên Thắng" not in text()
