"""One PDF or zip of a dossier; kept lists, csv, several dossiers at once, the hand-over list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core import jobs
from core.files.store import read_stored
from core.models import Job, JobState, SavedView, ScanState, StoredFile
from products.actions import content, dossiers
from products.bundles import KIND, MEMBERS, parts_of
from products.enums import DossierKind, DossierState
from products.models import Dossier, Evidence
from tests.products.test_dossier_papers import words_of
from tests.products.world import World, jpeg_bytes, pdf_upload


def done(world: World, dossier_pk: int, form: str, *, owner: object = None, audience: str = MEMBERS) -> Job:
    """Ask for a bundle and do the job."""
    job = jobs.start(
        KIND, owner=owner or world.officer, params={"dossier": dossier_pk, "audience": audience, "form": form}
    )
    jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def test_a_bundle_is_one_pdf_in_the_order_of_the_criteria(world: World) -> None:
    dossier = world.filled()
    photo = SimpleUploadedFile("anh.jpg", jpeg_bytes(), "image/jpeg")
    content.add_evidence(item=dossier.items.get(code="anh-co-so"), actor=world.officer, upload=photo, title="Ảnh cơ sở")
    parts = parts_of(dossier, audience=MEMBERS, user=world.officer)
    firsts = [part.about.removeprefix("Tiêu chí ").split(",")[0] for part in parts if part.about.startswith("Tiêu chí")]
    assert firsts == sorted(firsts, key=lambda code: [int(piece) for piece in code.split(".")])
    job = done(world, dossier.pk, "pdf")
    assert job.state == JobState.DONE, job.error
    assert job.done == job.total == len(parts) + 1
    data = read_stored(job.result)  # type: ignore[arg-type]
    reader = PdfReader(io.BytesIO(data))
    text = words_of(data)
    assert "HỒ SƠ SẢN PHẨM ĐĂNG KÝ" in text
    assert [item.title for item in reader.outline][-1].startswith(f"{len(parts)}. ")  # type: ignore[union-attr]


def test_a_zip_holds_every_file_and_leaves_out_what_is_being_scanned(world: World) -> None:
    dossier = world.filled()
    row = Evidence.objects.filter(item__dossier=dossier, item__code="dang-ky-kinh-doanh").get()
    StoredFile.objects.filter(pk=row.file_id).update(scan=ScanState.PENDING)
    job = done(world, dossier.pk, "zip")
    names = zipfile.ZipFile(io.BytesIO(read_stored(job.result))).namelist()  # type: ignore[arg-type]
    assert names[0] == "00-bia-muc-luc.pdf"
    assert not [name for name in names if "dang-ky-kinh-doanh" in name]
    assert all(name.isascii() for name in names)


def test_nobody_bundles_what_they_may_not_see(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.filled()
    assert done(world, dossier.pk, "pdf", owner=world.neighbour).state == JobState.FAILED
    address = reverse("products:dossier_bundle", args=[dossier.pk])
    assert client_as(user=world.neighbour).get(address).status_code == 404
    answer = client_as(user=world.owner).post(address, {"cho": "ministry", "dang": "pdf"})
    assert not Job.objects.filter(owner=world.owner).exists()
    assert answer.status_code in {302, 403}


@pytest.mark.parametrize("name", ["Quá hạn", "QUÁ HẠN"])
def test_a_list_is_kept_under_a_name_and_only_for_its_owner(
    world: World, client_as: Callable[..., Client], name: str
) -> None:
    client = client_as(user=world.officer)
    save = reverse("core:saved_view_save")
    client.post(save, {"danh-sach": "products:dossiers", "ten": "Quá hạn", "loc": "han=7"})
    client.post(save, {"danh-sach": "products:dossiers", "ten": name, "loc": "han=qua-han"})
    view = SavedView.objects.get()
    assert view.query == "han=qua-han"
    assert "Quá hạn" in client.get(reverse("products:dossiers")).content.decode()
    forget = reverse("core:saved_view_forget", args=[view.pk])
    assert client_as(user=world.leader).post(forget).status_code == 404
    client.post(save, {"danh-sach": "https://example.org", "ten": "x", "loc": ""})
    assert SavedView.objects.count() == 1
    client.post(save, {"danh-sach": "products:dossiers", "ten": f"{name}\x00", "loc": "han=7\x00"})
    assert SavedView.objects.get().query == "han=7"
    client.post(forget)
    assert not SavedView.objects.exists()


def test_csv_and_xlsx_hold_the_same_rows(world: World, client_as: Callable[..., Client]) -> None:
    world.product.name = "=1+1"
    world.product.save()
    world.draft()
    answer = client_as(user=world.officer).get(reverse("products:dossiers"), {"xuat": "csv"})
    assert "'=1+1" in answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")


def test_several_dossiers_are_accepted_after_a_look_at_what_will_happen(
    world: World, client_as: Callable[..., Client]
) -> None:
    ready, waiting = world.submitted(), world.submitted(world.fresh_product())
    dossiers.pass_unchecked_items(dossier=ready, actor=world.leader)
    client = client_as(user=world.leader)
    chosen = {"chon": [ready.pk, waiting.pk]}
    page = client.get(reverse("products:dossiers_chosen"), chosen).content.decode()
    assert "Tiếp nhận 1 hồ sơ" in page
    assert "phần chưa kiểm tra" in page
    client.post(reverse("products:dossiers_chosen"), chosen)
    ready.refresh_from_db()
    waiting.refresh_from_db()
    assert (ready.state, waiting.state) == (DossierState.ACCEPTED, DossierState.SUBMITTED)
    text = words_of(client.get(reverse("products:dossiers_handover"), chosen).content)
    assert "DANH SÁCH BÀN GIAO" in text
    assert ready.code in text
    assert "chưa nhận" in text
    other = client_as(user=world.neighbour).get(reverse("products:dossiers_chosen"), chosen).content.decode()
    assert "Chưa chọn hồ sơ nào" in other


def test_choosing_more_dossiers_needs_no_more_statements(world: World, client_as: Callable[..., Client]) -> None:
    chosen = [world.submitted(world.fresh_product(f"Sản phẩm {number}")).pk for number in range(6)]
    Dossier.objects.filter(pk__in=chosen[2:4]).update(kind=DossierKind.RENEWAL)  # whose report counts as content
    client, address = client_as(user=world.leader), reverse("products:dossiers_chosen")
    client.get(address)
    counts = []
    for few in (chosen[:3], chosen):
        with CaptureQueriesContext(connection) as caught:
            page = client.get(address, {"chon": few}).content.decode()
        assert page.count("phần chưa kiểm tra") == len(few)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_evidence_may_be_replaced_and_its_history_stays(world: World) -> None:
    dossier = world.filled()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    old = Evidence.objects.get(item=item)
    new = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("moi.pdf"), replaces=old)
    old.refresh_from_db()
    assert old.removed_at is not None
    assert new.replaces == old
