"""Point 7 of the report: the records propose each tick, a person's word holds, the rest goes on following the records."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from products import dossier_papers, point_seven
from products.actions import content, products, reports
from products.snapshots import compare, taken
from tests.products.world import World, pdf_upload


def ticked(world: World, dossier: object) -> set[str]:
    return {code for code, on in point_seven.answers(dossier).items() if on}  # type: ignore[arg-type]


def test_a_persons_tick_holds_and_the_others_follow_the_records(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    products.edit_product(product=world.product, actor=world.owner, values={"property_kind": "trademark"})
    dossier.refresh_from_db()
    assert ticked(world, dossier) == {"property", "trademark"}
    page = reverse("products:dossier_report", args=[dossier.pk])
    client = client_as(user=world.owner)
    shown = client.get(page).content.decode()
    assert 'name="de-xuat" value="property trademark"' in shown
    answer = client.post(
        page,
        {"de-xuat": "property trademark", "diem-7": ["property", "patent", "other"], "property_other": "Giống dâu:"},
    )
    assert answer.status_code == 302
    assert point_seven.by_hand(dossier) == {"trademark": False, "patent": True, "other": True}
    assert client.get(page).content.decode().count("đã sửa tay") == 3
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    content.add_evidence(item=item, actor=world.owner, upload=pdf_upload())
    assert ticked(world, dossier) == {"business", "property", "patent", "other"}
    boxes = {tick.label: tick.ticked for tick in dossier_papers._ticks(dossier, "Giống dâu")}
    assert boxes["+ Khác (ghi rõ): Giống dâu"]
    assert not boxes["+ Giấy chứng nhận đăng ký nhãn hiệu"]

    offered = ["business", "property", "trademark"]
    reports.save_report(dossier=dossier, actor=world.owner, values={}, ticks=reports.Ticks(offered, offered))
    assert point_seven.by_hand(dossier) == {}, "what agrees with the proposal is the records' again"


def test_the_second_of_two_who_tick_reads_the_first(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    version = reports.save_report(dossier=dossier, actor=world.owner, values={"history": "Từ năm 2010."}).version
    page = reverse("products:dossier_report", args=[dossier.pk])
    sent = {"version": version, "de-xuat": "", "history": "Từ năm 2010."}
    first = client_as(user=world.owner).post(page, sent | {"diem-7": ["patent"]})
    second = client_as(user=world.officer).post(page, sent | {"diem-7": ["design"]})
    assert (first.status_code, second.status_code) == (302, 409)
    assert point_seven.by_hand(dossier) == {"patent": True}


def test_a_handing_in_tells_which_ticks_changed(world: World) -> None:
    dossier = world.returned()
    [first] = dossier.handed_in.all()
    reports.save_report(dossier=dossier, actor=world.officer, values={}, ticks=reports.Ticks(["patent"], []))
    assert dossier.items.filter(code="bao-cao-tu-danh-gia", changed_after_return=True).exists()
    first.pk, first.number, first.content = None, 2, taken(dossier)
    later, earlier = first, dossier.handed_in.get()
    [section] = [one for one in compare(dossier, earlier, later).sections if one.name == "Báo cáo tự đánh giá"]
    assert [(change.label, change.before, change.after) for change in section.fields] == [
        ("Bằng sáng chế", "Không", "Có")
    ]
    del earlier.content["ticks"]
    assert not compare(dossier, earlier, later).count, "a time that kept no ticks tells of none"
