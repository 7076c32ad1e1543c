"""Targets over live data: counted from records, rounded down, traced to their records; by hand only where marked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import Denied
from core.indicators import Scope, indicator
from products.enums import RecognitionState
from products.models import CraftVillage, Product, ProductSales, Recognition
from programme import actions, measuring
from programme.enums import TargetSource
from programme.models import Target
from tests.programme.conftest import Office

pytestmark = pytest.mark.django_db
YEAR = Scope.of_year(2024)


def _measure(code: str, scope: Scope = YEAR) -> int:
    return int(indicator(code).measure(scope))


def _second(office: Office, first: Recognition, stars: int, on: dt.date) -> Recognition:
    """A later recognition of the same product, which takes the first one's place."""
    standing = first.state == RecognitionState.VALID
    if standing:
        Recognition.objects.filter(pk=first.pk).update(state=RecognitionState.REPLACED)
    row = office.recognition("", stars=stars, on=on, product=first.product)
    if standing:
        Recognition.objects.filter(pk=first.pk).update(replaced_by=row)
    return row


def test_new_again_and_upgraded_are_told_apart(office):
    old = dt.date(2021, 5, 1)
    office.recognition("Mới")
    again = office.recognition("Lại", stars=4, on=old)
    _second(office, again, 4, dt.date(2024, 6, 1))
    better = office.recognition("Nâng hạng", stars=3, on=old)
    _second(office, better, 4, dt.date(2024, 6, 1))
    worse = office.recognition("Hạ hạng", stars=4, on=old)
    _second(office, worse, 3, dt.date(2024, 6, 1))
    figures = [_measure(f"products.{name}") for name in ("recognised_new", "renewed", "upgraded", "recognised")]
    assert figures == [1, 2, 1, 4]
    assert _measure("products.recognised_total") == 4
    assert _measure("products.recognised_total", Scope.of_year(2023)) == 3
    by_stars = indicator("products.recognised_new").measure_by(YEAR, "stars")
    assert by_stars == {3: 1}


def test_valid_and_expired_follow_the_day(office, at):
    office.recognition("Còn", on=dt.date(2024, 1, 10))
    office.recognition("Hết", on=dt.date(2021, 3, 1), until=dt.date(2024, 3, 1))
    scope = Scope(since=dt.date(2024, 1, 1), until=dt.date(2024, 2, 1))
    assert _measure("products.valid", scope) == 2
    assert _measure("products.valid") == 1
    assert _measure("products.expired") == 1
    at(dt.date(2024, 2, 1))
    assert _measure("products.expired") == 0  # not before its last day is over


def test_a_replaced_recognition_was_valid_until_it_was_replaced(office):
    first = office.recognition("Trà", on=dt.date(2023, 1, 1), until=dt.date(2026, 1, 1))
    _second(office, first, 4, dt.date(2024, 6, 1))
    may = Scope(since=dt.date(2024, 1, 1), until=dt.date(2024, 5, 31))
    assert indicator("products.valid").measure_by(may, "stars") == {3: 1}
    assert indicator("products.valid").measure_by(YEAR, "stars") == {4: 1}


def test_producers_by_who_leads_them_and_villages(office):
    village = CraftVillage.objects.create(name="Làng cói", kind="village", district=office.units["Yên Mô"])
    woman = office.producer("HTX Nữ", women_led=True, workers=12)
    other = office.producer("HTX Mường", representative_ethnicity="Mường", representative_gender="female", workers=3)
    office.producer("HTX chưa có sản phẩm", women_led=True, workers=99, craft_village=village)
    office.recognition("A", producer=woman)
    office.recognition("B", producer=other)
    figures = [
        _measure(f"products.{name}") for name in ("producers", "producers_women", "producers_minority", "workers")
    ]
    assert figures == [2, 2, 1, 15]
    assert _measure("products.craft_villages") == 0
    other.craft_village = village
    other.save()
    assert _measure("products.craft_villages") == 1


def test_revenue_before_and_after_compares_the_same_products(office):
    row = office.recognition("Có số", on=dt.date(2022, 5, 1))
    alone = office.recognition("Chỉ có trước", on=dt.date(2022, 5, 1))
    for product, year, revenue in [
        (row.product, 2021, 100),
        (row.product, 2022, 150),
        (row.product, 2023, 240),
        (alone.product, 2021, 999),
    ]:
        ProductSales.objects.create(product=product, year=year, revenue=revenue)
    assert _measure("products.revenue_before") == 100
    assert _measure("products.revenue_after") == 240
    assert _measure("products.revenue", Scope.of_year(2023)) == 240


def test_a_target_counts_within_its_places_and_period(office):
    office.recognition("Của huyện")
    office.recognition("Của huyện bên", place="Gia Viễn")
    office.recognition("Năm trước", on=dt.date(2023, 7, 1))
    target = office.plan.targets.get(indicator="products.recognised_new")
    day = measuring.day_of(office.plan)
    assert measuring.measure(target, day, None).done == 2
    assert measuring.measure(target, day, frozenset({office.units["Yên Mô"].pk})).done == 1
    target.only = {"stars": [4]}
    assert measuring.measure(target, day, None).done == 0


def test_percent_is_rounded_down_and_trend_is_since_last_month(office):
    target = Target(plan=office.plan, planned=Decimal(3), source=TargetSource.LIVE)
    assert measuring.Measured(target, Decimal(2), dt.date(2024, 10, 14)).percent == Decimal("66.6")
    target = Target(plan=office.plan, planned=Decimal(10_000))
    measured = measuring.Measured(target, Decimal(9_999), dt.date(2024, 10, 14), before=Decimal(9_990))
    assert (measured.percent, measured.is_reached, measured.gained) == (Decimal("99.9"), False, 9)
    office.recognition("Tháng chín", on=dt.date(2024, 9, 3))
    office.recognition("Tháng mười", on=dt.date(2024, 10, 3))
    found = measuring.measure_plan(office.plan)[0]
    assert (found.done, found.gained) == (2, 1)
    points = measuring.months_of(found.target, found.on, None)
    assert [int(point.value) for point in points] == [0] * 8 + [1, 2]


def test_f24_a_figure_of_the_year_ends_with_the_vietnamese_year(office, time_machine):
    time_machine.move_to(dt.datetime(2024, 12, 31, 17, 30, tzinfo=dt.UTC), tick=False)  # 2025 in Vietnam
    assert measuring.day_of(office.plan) == dt.date(2024, 12, 31)
    office.recognition("Sang năm", on=dt.date(2025, 1, 1))
    assert measuring.measure_plan(office.plan)[0].done == 0


def test_a_figure_that_no_app_gives_says_so(office, client_as):
    target = office.plan.targets.get(indicator="products.recognised_new")
    Target.objects.filter(pk=target.pk).update(indicator="nowhere.figure")
    page = client_as(user=office.officer).get(reverse("programme:target", args=[target.pk])).content.decode()
    assert "Chưa có số liệu" in page


def test_hand_figures_carry_author_and_note_and_only_where_marked(office, client_as):
    hand = office.plan.targets.get(source=TargetSource.HAND)
    live = office.plan.targets.filter(source=TargetSource.LIVE).first()
    values = {"on": dt.date(2024, 10, 1), "value": Decimal(60), "note": "Báo cáo số 12"}
    with pytest.raises(Denied, match="tự tính"):
        actions.enter_figure(target=live, actor=office.officer, **values)
    with pytest.raises(Denied):
        actions.enter_figure(target=hand, actor=office.district, **values)
    with pytest.raises(Denied, match="sau hôm nay"):
        actions.enter_figure(target=hand, actor=office.officer, **{**values, "on": dt.date(2024, 10, 15)})
    actions.enter_figure(target=hand, actor=office.officer, **values)
    actions.enter_figure(
        target=hand, actor=office.officer, **{**values, "on": dt.date(2024, 9, 1), "value": Decimal(40)}
    )
    measured = measuring.measure_plan(office.plan)[-1]
    assert (measured.done, measured.entry.author, measured.gained) == (60, office.officer, 20)
    client = client_as(user=office.officer)
    form = {"on": "14/10/2024", "value": "70,5", "note": ""}
    url = reverse("programme:figure_enter", args=[hand.pk])
    assert "error-summary" in client.post(url, form).content.decode()
    assert client.post(url, {**form, "note": "Sổ theo dõi"}).status_code == 302
    assert measuring.measure_plan(office.plan)[-1].done == Decimal("70.5")


def test_the_records_are_one_click_away_for_those_who_may_open_them(office, client_as):
    office.recognition("Mắm tép Gia Viễn", place="Gia Viễn")
    target = office.plan.targets.get(indicator="products.recognised_new")
    page = reverse("programme:target", args=[target.pk])
    shown = client_as(user=office.officer).get(page).content.decode()
    assert "Mắm tép Gia Viễn" in shown
    assert reverse("products:recognition", args=[Recognition.objects.get().pk]) in shown
    district = client_as(user=office.district).get(page)
    assert district.status_code == 200  # the province's figure, without its records
    assert "Mắm tép" not in district.content.decode()
    assert Product.objects.count() == 1
