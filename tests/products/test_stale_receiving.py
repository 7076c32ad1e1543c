"""A page with nothing to compare says to open it again; it does not promise two texts or offer to save over."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from products.enums import ItemVerdict
from tests.products.world import World


def test_two_officers_on_one_checklist(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.submitted()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    checklist = reverse("products:dossier_receive", args=[dossier.pk])
    address = reverse("products:dossier_check_item", args=[dossier.pk, item.code])
    leader = client_as(user=world.leader)
    leader.post(address, {"verdict": ItemVerdict.PASSED, "version": item.version})
    late = leader.post(
        address, {"verdict": "missing", "reason": "Mờ, chụp lại.", "version": item.version},
        headers={"Referer": f"http://testserver{checklist}"},
    )  # fmt: skip
    page = late.content.decode()
    assert late.status_code == 409
    assert "Nội dung này vừa được sửa ở nơi khác, lúc bạn đang mở trang. Mở lại trang để xem bản mới" in page
    assert f'<a class="btn btn-primary" href="{checklist}">Mở lại trang</a>' in page
    assert "Bạn vừa nhập, chưa lưu" in page
    assert "Mờ, chụp lại." in page
    assert "cả hai bản" not in page
    assert "Lưu bản của tôi" not in page
    late = leader.post(address, {"verdict": "missing", "reason": "Mờ-số-12/GP", "tep": "71", "version": item.version})
    page = late.content.decode()
    typed = page.partition('id="da-nhap">Bạn vừa nhập, chưa lưu</h2>')[2].partition("</section>")[0]
    assert typed == '<p class="prose">Mờ-số-12/GP</p></div>', "one word is as much as ten, and no code stands beside it"
