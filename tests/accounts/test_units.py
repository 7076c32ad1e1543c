"""The dated tree of units, and what happens when a unit ends (S13)."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import queries, units_data
from accounts.enums import Role, UnitLevel
from accounts.models import Unit, UnitSuccession, User
from accounts.seats import seats_of, unit_ids_within
from core.text import sort_key
from tests import factories

pytestmark = pytest.mark.django_db
Y2024, SPRING_2025, NOW = dt.date(2024, 6, 1), dt.date(2025, 3, 1), dt.date(2025, 7, 1)


@pytest.fixture
def tree() -> None:
    units_data.load()


def count(day, level):
    return queries.units_on(day, level).count()


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        (Y2024, 1, 8, 143),
        (dt.date(2024, 12, 31), 1, 8, 143),
        (dt.date(2025, 1, 1), 1, 7, 125),
        (dt.date(2025, 6, 30), 1, 7, 125),
        (NOW, 1, 0, 129),
    ],
)
def test_how_many_units_there_were(tree, day, provinces, districts, communes):
    assert count(day, UnitLevel.PROVINCE) == provinces
    assert count(day, UnitLevel.DISTRICT) == districts
    assert count(day, UnitLevel.COMMUNE) == communes


def test_on_each_day_every_parent_is_in_force(tree):
    for day in (Y2024, SPRING_2025, NOW):
        orphans = [unit for unit in queries.units_on(day) if unit.parent and not unit.parent.in_force(day)]
        assert orphans == []


def test_communes_per_district_as_the_statistics_office_counts_them(tree):
    def per_district(day):
        return {
            unit.name: Unit.objects.on(day).filter(parent=unit).count() for unit in queries.units_on(day, "district")
        }

    assert per_district(Y2024) == {
        "Huyện Gia Viễn": 21, "Huyện Hoa Lư": 11, "Huyện Kim Sơn": 25, "Huyện Nho Quan": 27,
        "Thành phố Ninh Bình": 14, "Thành phố Tam Điệp": 9, "Huyện Yên Khánh": 19, "Huyện Yên Mô": 17,
    }  # fmt: skip
    assert per_district(SPRING_2025)["Thành phố Hoa Lư"] == 20


def test_loading_again_adds_nothing_and_keeps_corrections(tree):
    Unit.objects.filter(code="14743").update(source="đã đính chính")
    again = units_data.load()
    assert (again.units, again.successions) == (0, 0)
    assert Unit.objects.filter(code="14743", source="đã đính chính").exists()


def test_a_merged_city_has_both_predecessors(tree):
    city = queries.unit_at("374", UnitLevel.DISTRICT, SPRING_2025)
    assert city.name == "Thành phố Hoa Lư"
    assert {unit.name for unit in queries.former_units(city)} == {"Huyện Hoa Lư", "Thành phố Ninh Bình"}


def test_a_renamed_commune_keeps_its_old_name_in_history(tree):
    old = queries.unit_at("14506", UnitLevel.COMMUNE, Y2024)
    assert old.name == "Xã Gia Thắng"
    assert [unit.name for unit in queries.current_units(old, SPRING_2025)] == ["Xã Tiến Thắng"]
    assert old.path_name == "xã Gia Thắng, huyện Gia Viễn"


def test_a_split_commune_has_two_successors(tree):
    old = queries.unit_at("14503", UnitLevel.COMMUNE, Y2024)
    assert {unit.name for unit in queries.current_units(old, NOW)} == {"Xã Gia Vân", "Phường Tây Hoa Lư"}
    assert queries.current_units(old, Y2024) == [old]


def test_the_communes_without_a_known_successor_are_the_seven_that_the_readme_names(tree):
    lost = [unit.code for unit in queries.units_on(Y2024, "commune") if not queries.current_units(unit, SPRING_2025)]
    assert sorted(lost) == ["14422", "14545", "14665", "14692", "14710", "14713", "14731"]


def test_units_stand_in_vietnamese_order(tree):
    names = [unit.short_name for unit in queries.units_on(Y2024, UnitLevel.COMMUNE)]
    assert names == sorted(names, key=sort_key)
    assert names.index("Cồn Thoi") < names.index("Cúc Phương") < names.index("Đồng Phong") < names.index("Gia Hòa")


@pytest.fixture
def merger(units):
    """Yên Thắng and Yên Hòa became Yên Mới at the beginning of last year; districts went on."""
    day = dt.date(2025, 1, 1)
    new = factories.UnitFactory(short_name="Yên Mới", parent=units["Yên Mô"], valid_from=day)
    for name in ("Yên Thắng", "Yên Hòa"):
        old = units[name]
        old.valid_to = day - dt.timedelta(days=1)
        old.save()
        UnitSuccession.objects.create(old=old, new=new, on=day)
    return new


def test_a_seat_ends_with_its_unit(units, merger):
    former = factories.person(Role.COMMUNE_OFFICER, units["Yên Thắng"])
    assert seats_of(former) == []


def test_the_successors_officer_covers_the_predecessors_and_no_more(units, merger):
    officer = factories.person(Role.COMMUNE_OFFICER, merger)
    (seat,) = seats_of(officer)
    assert seat.covers(units["Yên Thắng"])
    assert seat.covers(units["Yên Hòa"])
    assert not seat.covers(units["Gia Hòa"])
    assert unit_ids_within(officer, [Role.COMMUNE_OFFICER]) == {merger.pk, units["Yên Thắng"].pk, units["Yên Hòa"].pk}


def test_before_the_day_of_the_succession_nothing_changes(units, merger):
    before = queries.ids_below([merger.pk], dt.date(2024, 12, 31))
    assert before == {merger.pk}


def test_the_new_province_covers_what_the_old_districts_left(tree):
    officer = factories.person(Role.DEPARTMENT_OFFICER, queries.unit_at("37", UnitLevel.PROVINCE, NOW))
    (seat,) = seats_of(officer)
    assert seat.covers(queries.unit_at("377", UnitLevel.DISTRICT, Y2024))
    assert seat.covers(queries.unit_at("14710", UnitLevel.COMMUNE, Y2024))
    commune = factories.person(Role.COMMUNE_OFFICER, queries.unit_at("14488", UnitLevel.COMMUNE, NOW))
    assert seats_of(commune)[0].covers(queries.unit_at("14503", UnitLevel.COMMUNE, Y2024))
    assert not seats_of(commune)[0].covers(queries.unit_at("377", UnitLevel.DISTRICT, Y2024))


def test_the_administrators_seat_outlives_the_province_so_that_somebody_can_move_the_others(tree, client_as):
    old, new = (queries.unit_at("37", UnitLevel.PROVINCE, day) for day in (Y2024, NOW))
    admin, officer = factories.person(Role.ADMIN, old), factories.person(Role.DEPARTMENT_OFFICER, old)
    assert [seat.unit for seat in seats_of(admin)] == [old]
    assert seats_of(officer) == []
    assert "trước hết Tỉnh Ninh Bình" in client_as(user=admin).get("/viec-can-lam/").content.decode()
    page = client_as(user=admin).post(f"/quan-tri/don-vi/{old.pk}/chuyen-vai-tro/")
    assert page.status_code == 302
    for user in (admin, officer):
        assert [seat.unit for seat in seats_of(User.objects.get(pk=user.pk))] == [new]
    assert not queries.units_to_hand_on().exists()
