"""What hangs on records: yearly figures, papers that end, craft villages; who may, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from core.errors import Denied
from core.formats import today
from notifications.reminders import kinds
from products.actions import papers, sales, villages
from products.models import CraftVillage, ProducerDocument, ProductSales
from tests.products.world import pdf_upload


def test_figures_of_a_year_are_recorded_once_and_edited(world, client_as):
    client = client_as(user=world.officer)
    year = today().year - 1
    client.post(reverse("products:sales_add", args=[world.product.pk]), {"year": year, "revenue": "1.250.000.000", "output": "12,5", "output_unit": "tấn"})  # fmt: skip
    row = ProductSales.objects.get()
    assert (row.year, row.revenue, str(row.output)) == (year, 1_250_000_000, "12.500")
    with pytest.raises(Denied, match="đã có số liệu"):
        sales.record_sales(product=world.product, year=year, actor=world.officer, values={"revenue": 1})
    with pytest.raises(Denied):
        sales.record_sales(product=world.product, year=today().year + 1, actor=world.officer, values={"revenue": 1})
    with pytest.raises(Denied):
        sales.record_sales(product=world.product, year=year - 1, actor=world.neighbour, values={"revenue": 1})
    page = client.get(reverse("products:product", args=[world.product.pk])).content.decode()
    assert "1.250.000.000 đồng" in page
    client.post(
        reverse("products:sales_edit", args=[world.product.pk, year]), {"revenue": "2.000", "version": row.version}
    )
    row.refresh_from_db()
    assert (row.revenue, row.version) == (2_000, 2)


def test_the_owner_keeps_its_own_figures_and_papers(world):
    sales.record_sales(product=world.product, year=2023, actor=world.owner, values={"revenue": 5})
    paper = papers.record_paper(
        producer=world.producer, actor=world.owner, upload=pdf_upload(),
        values={"kind": "food_safety", "number": "01/ATTP", "expires_on": today() + dt.timedelta(days=20)},
    )  # fmt: skip
    assert (paper.ends_soon, paper.days_left, paper.file.is_pdf) == (True, 20, True)


def test_a_paper_that_ends_is_reminded_of_until_it_was_renewed(world, client_as):
    paper = papers.record_paper(
        producer=world.producer, actor=world.officer, upload=pdf_upload(),
        values={"kind": "food_safety", "expires_on": today() + dt.timedelta(days=30)},
    )  # fmt: skip
    kind = next(one for one in kinds() if one.code == "products.paper")
    (due,) = kind.dues(today())
    assert set(due.recipients) >= {world.officer, world.owner}
    assert world.neighbour not in due.recipients
    assert client_as(user=world.neighbour).get(reverse("core:file", args=[paper.file_id])).status_code == 404
    assert client_as(user=world.leader).get(reverse("core:file", args=[paper.file_id])).status_code == 200
    papers.edit_paper(paper=paper, actor=world.officer, values={"renewed": True})
    assert list(kind.dues(today())) == []
    assert ProducerDocument.objects.get().days_left is None


def test_craft_villages(world, client_as):
    client = client_as(user=world.officer)
    fields = {
        "name": "Làng nghề cói Yên Hòa",
        "kind": "village",
        "commune": world.units["Yên Hòa"].pk,
        "recognised_on": "03/04/2019",
    }
    client.post(reverse("products:village_add"), fields)
    village = CraftVillage.objects.get()
    assert (village.district, village.recognised_year, village.standing) == (
        world.units["Yên Mô"],
        2019,
        "Đã công nhận",
    )
    assert client_as(user=world.neighbour).get(reverse("products:village", args=[village.pk])).status_code == 404
    with pytest.raises(Denied, match="đã có làng nghề"):
        villages.create_village(
            actor=world.officer,
            values={"name": "LÀNG NGHỀ CÓI YÊN HOÀ", "kind": "village", "commune": world.units["Yên Hòa"], "district": world.units["Yên Mô"]},
        )  # fmt: skip
    assert village.name in client.get(reverse("products:villages") + "?q=lang+nghe").content.decode()


def test_one_section_opens_alone_and_leaves_the_rest(world, client_as):
    client = client_as(user=world.officer)
    address = reverse("products:producer_edit", args=[world.producer.pk]) + "?phan=lien-he"
    page = client.get(address).content.decode()
    assert 'name="phone"' in page
    assert 'name="tax_code"' not in page
    client.post(address, {"phone": "+84 912 345 678", "version": world.producer.version, "name": "Tên giả"})
    before = world.producer.name
    world.producer.refresh_from_db()
    assert (world.producer.phone, world.producer.name) == ("0912345678", before)
    again = client.post(address, {"latitude": "105,9", "longitude": "20,1", "version": world.producer.version})
    assert "bị đảo" in again.content.decode()
