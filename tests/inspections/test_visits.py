"""The visit: the sheet from what was agreed, rows that are sent twice, photos, signatures, minutes."""

from __future__ import annotations

import base64
import io
import uuid
from decimal import Decimal

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from pypdf import PdfReader

from core.errors import Denied
from core.files import UploadRefused
from core.files.store import read_stored
from core.formats import today
from documents.actions import issue_document
from documents.printing import preview_pdf, print_pdf
from documents.render.docx import to_docx
from documents.render.html import to_html
from inspections.actions import photos, teams, visits
from inspections.exif import read_shot
from inspections.models import InspectionLine, InspectionPhoto
from inspections.papers.minutes import conclude_with_minutes, draft_preview
from inspections.papers.team import draft_letter, draft_team_decision

pytestmark = pytest.mark.django_db


def gps_jpeg() -> bytes:
    """A photo that a phone took at Yên Mô on 5/11/2024."""
    picture = Image.new("RGB", (80, 60), "#2f7a4d")
    exif = Image.Exif()
    exif[0x0132] = "2024:11:05 09:30:00"
    exif.get_ifd(0x8769)[0x9003] = "2024:11:05 09:31:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 7.0, 30.0), 3: "E", 4: (105.0, 59.0, 15.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def drawing(empty: bool = False) -> str:
    """What the signing page sends."""
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    if not empty:
        ImageDraw.Draw(picture).line([(20, 80), (150, 20), (280, 70)], fill=(18, 48, 107, 255), width=5)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def upload(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.jpg", content or gps_jpeg(), "image/jpeg")


def test_the_sheet_asks_for_each_agreed_criterion_and_the_fixed_groups(world):
    recognition = world.recognition()
    inspection = world.begun(recognition)
    asked = inspection.lines.filter(kind="criterion")
    assert {line.code: line.agreed for line in asked} == {
        code: Decimal(told["mean"]) for code, told in recognition.points_by_criterion.items()
    }
    assert all(line.agreed_label for line in asked)
    groups = set(inspection.lines.exclude(kind="criterion").values_list("group", flat=True))
    assert groups == {"production", "quality", "food_safety", "label", "environment", "labour", "upgrade"}
    assert inspection.checklist == "bk-2024"


def test_an_old_recognition_without_points_is_asked_by_its_set_and_one_without_a_set_in_one_row(world):
    old = world.begun(world.recognition("Cũ", points_by_criterion={}))
    assert old.lines.filter(kind="criterion").count() > 20
    assert not old.lines.filter(kind="criterion", agreed__isnull=False).exists()
    unknown = world.recognition("Không rõ nhóm", points_by_criterion={})
    unknown.product.subgroup = None
    unknown.product.save()
    assert world.begun(unknown).lines.get(kind="criterion").code == "HS"


def test_a_visit_needs_a_team_with_a_leader(world):
    inspection = world.planned()
    with pytest.raises(Denied, match="trưởng đoàn"):
        visits.begin(inspection=inspection, actor=world.officer)


def test_rows_sent_twice_are_saved_once_and_strangers_are_refused(world):
    inspection = world.begun()
    line = inspection.lines.filter(kind="check").first()
    for _ in range(2):
        visits.save_line(line=line, verdict="fails", note="  Thiếu   sổ ", actor=world.advisor)
    line.refresh_from_db()
    assert (line.verdict, line.saved_by) == ("fails", world.advisor)
    for person in (world.owner, world.neighbour, world.admin, world.chief):
        with pytest.raises(Denied):
            visits.save_line(line=line, verdict="holds", note="", actor=person)
    with pytest.raises(Denied):
        visits.save_line(line=line, verdict="great", note="", actor=world.advisor)


def test_conclusion_says_what_is_missing(world):
    inspection = world.begun()
    with pytest.raises(Denied, match="chưa đánh giá"):
        visits.conclude(inspection=inspection, actor=world.advisor)
    world.fill(inspection)
    line = inspection.lines.filter(kind="check").first()
    visits.save_line(line=line, verdict="fails", note="", actor=world.advisor)
    with pytest.raises(Denied, match="Ghi rõ điều thấy được"):
        visits.conclude(inspection=inspection, actor=world.advisor)
    visits.save_line(line=line, verdict="fails", note="Không có sổ", actor=world.advisor)
    visits.save_words(inspection=inspection, values={"conclusion": ""}, actor=world.advisor)
    with pytest.raises(Denied, match="kết luận"):
        visits.conclude(inspection=inspection, actor=world.advisor)


def test_the_page_of_the_conclusion_leads_to_what_is_missing(world, client_as):
    inspection = world.begun()
    client = client_as(user=world.advisor)
    address = f"/kiem-tra/{inspection.pk}/ket-luan/"
    page = client.get(address).content.decode()
    assert "Chưa kết luận được" in page
    assert "#nhom-label" in page
    assert "Lời kết luận của đoàn" in page
    assert "Kết luận và lập biên bản" not in page
    world.fill(inspection)
    page = client.get(address).content.decode()
    assert "Kết luận và lập biên bản" in page


def test_after_the_conclusion_nothing_is_written_any_more(world):
    inspection = world.concluded()
    line = inspection.lines.first()
    with pytest.raises(Denied):
        visits.save_line(line=line, verdict="holds", note="", actor=world.advisor)
    with pytest.raises(Denied):
        photos.add_photo(inspection=inspection, upload=upload(), key=uuid.uuid4(), actor=world.advisor)
    with pytest.raises(Denied):
        world.finding(inspection)


def test_time_and_place_become_fields_and_leave_the_picture(world):
    inspection = world.begun()
    photo = photos.add_photo(inspection=inspection, upload=upload(), key=uuid.uuid4(), actor=world.advisor)
    assert (photo.latitude, photo.longitude, photo.place_source) == (
        Decimal("20.12500"),
        Decimal("105.98750"),
        "camera",
    )
    assert f"{photo.taken_at:%d/%m/%Y %H:%M}" == "05/11/2024 09:31"
    kept = read_stored(photo.file)
    assert not dict(Image.open(io.BytesIO(kept)).getexif())
    assert read_shot(kept).latitude is None


def test_the_phones_place_stands_in_for_the_cameras(world):
    plain = io.BytesIO()
    Image.new("RGB", (40, 40)).save(plain, "JPEG")
    photo = photos.add_photo(
        inspection=world.begun(), upload=upload(plain.getvalue()), key=uuid.uuid4(), actor=world.advisor,
        device_place=(Decimal("20.1"), Decimal("106.0")),
    )  # fmt: skip
    assert photo.place_source == "device"


def test_a_photo_sent_again_with_its_key_is_kept_once(world, client_as):
    inspection = world.begun()
    client, key = client_as(user=world.advisor), str(uuid.uuid4())
    address = f"/kiem-tra/{inspection.pk}/anh/"
    answers = [
        client.post(address, {"file": upload(), "key": key}, headers={"X-Requested-With": "XMLHttpRequest"})
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.json()["photo"] for answer in answers}) == 1
    assert InspectionPhoto.objects.count() == 1
    bad = client.post(address, {"file": SimpleUploadedFile("x.jpg", b"no"), "key": str(uuid.uuid4())},
                      headers={"X-Requested-With": "XMLHttpRequest"})  # fmt: skip
    assert bad.status_code == 422
    assert bad.json()["error"]


def test_signatures_are_drawn_or_refused(world):
    inspection = world.begun()
    with pytest.raises(UploadRefused, match="trống"):
        photos.sign(inspection=inspection, side="site", name="Trà", data_url=drawing(empty=True), actor=world.advisor)
    for bad in ("", "data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,###"):
        with pytest.raises(UploadRefused):
            photos.sign(inspection=inspection, side="site", name="Trà", data_url=bad, actor=world.advisor)
    for name in ("Trà", "Nguyễn Thị Trà"):
        photos.sign(inspection=inspection, side="site", name=name, data_url=drawing(), actor=world.advisor)
    assert inspection.signatures.get().name == "Nguyễn Thị Trà"


def test_minutes_say_what_was_found_and_carry_the_signatures(world):
    inspection = world.begun(world.recognition("Bột rau má Vân Trà"))
    world.fill(inspection)
    world.finding(inspection)
    for side in ("site", "team"):
        photos.sign(inspection=inspection, side=side, name="Nguyễn Thị Trà", data_url=drawing(), actor=world.advisor)
    inspection.refresh_from_db()
    draft = print_pdf(draft_preview(inspection))
    assert "DỰ THẢO" in text_of(draft)
    document = conclude_with_minutes(inspection=inspection, actor=world.advisor)
    text = text_of(read_stored(document.pdf))
    for words in ("BIÊN BẢN", "ĐOÀN KIỂM TRA", "Bột rau má Vân Trà", "Nhãn sai hạng sao", "Thay nhãn",
                  "Nguyễn Thị Trà, Giám đốc", "PHIẾU KIỂM TRA CHI TIẾT", "04/04 tiêu chí còn duy trì", "ĐẠI DIỆN CƠ SỞ"):  # fmt: skip
        assert words in text, words
    assert "DỰ THẢO" not in text
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(read_stored(document.pdf))).pages) >= 2
    inspection.refresh_from_db()
    assert inspection.state == "concluded"


def test_drawn_signatures_stand_in_the_draft_for_a_word_processor_and_on_the_screen(world, client_as):
    inspection = world.begun()
    photos.sign(inspection=inspection, side="site", name="Nguyễn Thị Trà", data_url=drawing(), actor=world.advisor)
    paper = draft_preview(inspection)
    assert to_html(paper, for_screen=True).count('<img alt="Chữ ký" src="data:image/png;base64,') == 1
    word = docx.Document(io.BytesIO(to_docx(paper)))
    assert len(word.inline_shapes) == 1
    width, height = word.inline_shapes[0].width.mm, word.inline_shapes[0].height.mm
    assert 0 < width <= 45.1
    assert 0 < height <= 16.1


def test_when_the_minutes_cannot_be_printed_nothing_is_concluded(world, monkeypatch):
    from documents.render.pdf import RenderFailed

    inspection = world.begun()
    world.fill(inspection)

    def fail(*args):
        raise RenderFailed

    monkeypatch.setattr("documents.workflow.print_pdf", fail)
    inspection.refresh_from_db()
    with pytest.raises(RenderFailed):
        conclude_with_minutes(inspection=inspection, actor=world.advisor)
    inspection.refresh_from_db()
    assert inspection.state == "under_way"


def test_decision_and_letter_in_official_form(world):
    from core.formats import now

    inspection = world.planned(world.recognition("Bột rau má"))
    team = world.team()
    visits.schedule(inspection=inspection, starts_at=now(), team=team, address="Thôn 1", actor=world.officer)
    decision = text_of(preview_pdf(draft_team_decision(team=team, actor=world.officer)))
    for words in ("QUYẾT ĐỊNH", "ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ", "Lãnh đạo Yên Mô", "Trưởng đoàn", "HTX Vân Trà", "./."):
        assert words in decision, words
    letter = text_of(preview_pdf(draft_letter(inspection=inspection, actor=world.officer)))
    for words in ("Kính gửi", "HTX Vân Trà", "Bột rau má", "Thôn 1", "V/v kiểm tra việc duy trì"):
        assert words in letter, words


def test_a_team_that_changed_gets_a_decision_that_replaces_the_former(world, client_as):
    team = world.team()
    first = draft_team_decision(team=team, actor=world.officer)
    issue_document(document=first, issued_on=today(), signer_name="Lãnh đạo", actor=world.leader)
    assert draft_team_decision(team=team, actor=world.officer) == first  # nothing changed
    page = f"/kiem-tra/doan/{team.pk}/"
    client = client_as(user=world.officer)
    assert "quyết định thay thế" not in client.get(page).content.decode()
    teams.add_member(team=team, values={"full_name": "Người của Chi cục"}, actor=world.officer)
    assert "Soạn quyết định thay thế" in client.get(page).content.decode()
    second = draft_team_decision(team=team, actor=world.officer)
    assert second != first
    assert draft_team_decision(team=team, actor=world.officer) == second
    first.refresh_from_db()
    text = text_of(preview_pdf(second))
    assert f"thay thế Quyết định số {first.notation}" in text
    assert "04 thành viên" in text
    issue_document(document=second, issued_on=today(), signer_name="Lãnh đạo", actor=world.leader)
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == ("replaced", second)


def test_an_unplanned_visit_is_at_one_producer_and_has_a_reason(world):
    one, two = world.recognition("Một"), world.recognition("Hai", producer=world.another("Khác"))
    far = world.recognition("Xa", producer=world.another("Gia Viễn", "Gia Viễn"))
    unit = world.units["Yên Mô"]
    for rows, reason in (([one, two], "Vì"), ([one], " "), ([far], "Vì"), ([], "Vì")):
        with pytest.raises(Denied):
            visits.create_unplanned(unit=unit, recognitions=rows, reason=reason, actor=world.officer)


def test_the_whole_form_is_saved_without_scripts(world, client_as):
    inspection = world.begun()
    client = client_as(user=world.advisor)
    line = inspection.lines.filter(kind="check").first()
    data = {f"v-{line.pk}": "fails", f"n-{line.pk}": "Không có sổ", "host_name": "Nguyễn Thị Trà"}
    assert client.post(f"/kiem-tra/{inspection.pk}/phieu/", data).status_code == 302
    line.refresh_from_db()
    inspection.refresh_from_db()
    assert (line.verdict, line.note, inspection.host_name) == ("fails", "Không có sổ", "Nguyễn Thị Trà")
    group = client.post(f"/kiem-tra/{inspection.pk}/phieu/nhom/label/")
    assert group.status_code == 302
    assert not InspectionLine.objects.filter(inspection=inspection, group="label", verdict="").exists()
