"""Complaints: from the public without an account, from units; who told is known to the handling unit alone."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.core import signing

from core.errors import Denied
from core.files.store import open_stored
from core.formats import now, today
from core.models import AuditEvent, StoredFile
from inspections.actions import complaints
from inspections.lookup import LETTERS, new_lookup_code, spaced, status_of
from inspections.models import Complaint
from inspections.tasks import forget_senders
from notifications.models import Message, OutboxMail
from tests.inspections.test_visits import upload

pytestmark = pytest.mark.django_db
SECRET, CONTACT = "Lê Thị Bí Mật", "0987654321"


def told(world, **more):
    product = more.pop("product", None) or world.recognition("Bột rau má").product
    values = {"topic": "quality", "about": product.name, "text": "Có mùi lạ", "product": product,
              "sender_name": SECRET, "sender_contact": CONTACT}  # fmt: skip
    return complaints.receive_public(values=values | more)


def _form(**more):
    opened = signing.dumps(int(time.time()) - 60, salt="catalogue.complaint")
    return {"about": "Bột rau má", "topic": "label", "text": "Sai nhãn", "opened": opened, "website": "", **more}


def test_anybody_may_tell_and_sees_the_code_once(world, anonymous):
    product = world.recognition("Bột rau má").product
    page = anonymous.get(f"/phan-anh/?sp={product.pk}").content.decode()
    assert "Bột rau má" in page
    answer = anonymous.post(f"/phan-anh/?sp={product.pk}", _form(sender_name=SECRET))
    assert answer.status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.product, complaint.unit, complaint.source) == (product, world.units["Yên Mô"], "public")
    assert complaint.code in anonymous.get("/phan-anh/da-nhan/").content.decode()
    assert Message.objects.filter(recipient=world.officer, kind="inspections.complaint").exists()


@pytest.mark.parametrize("more", [{"website": "http://spam"}, {"opened": ""}, {"opened": "x"}])
def test_programs_are_turned_away_and_what_was_typed_stays(world, anonymous, more):
    answer = anonymous.post("/phan-anh/", _form(**more))
    assert answer.status_code == 200
    assert "Sai nhãn" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_form_sent_too_quickly_is_turned_away(world, anonymous):
    opened = signing.dumps(int(time.time()), salt="catalogue.complaint")
    assert anonymous.post("/phan-anh/", _form(opened=opened)).status_code == 200
    assert not Complaint.objects.exists()


def test_one_address_sends_only_so_many(world, anonymous):
    codes = [anonymous.post("/phan-anh/", _form()).status_code for _ in range(8)]
    assert codes[:6] == [302] * 6
    assert set(codes[6:]) == {429}


def test_without_a_product_the_province_handles(world):
    complaint = complaints.receive_public(values={"topic": "other", "about": "Hàng lạ", "text": "Bán ở chợ"})
    assert complaint.unit == world.units["Ninh Bình"]


def test_triage_to_an_inspection_whose_reason_is_the_officers(world):
    complaint = complaints.inspect(complaint=told(world), reason="Kiểm tra chất lượng", actor=world.officer)
    inspection = complaint.inspection
    assert (complaint.state, inspection.kind, inspection.reason) == ("inspecting", "unplanned", "Kiểm tra chất lượng")
    with pytest.raises(Denied):
        complaints.inspect(complaint=complaint, reason="Lần nữa", actor=world.officer)
    assert complaints.answer(complaint=complaint, text="Đã xử lý", actor=world.officer).state == "answered"


def test_handed_over_it_is_the_other_units(world, client_as):
    complaint = complaints.receive_public(values={"topic": "other", "about": "Hàng lạ", "text": "Bán ở chợ"})
    complaints.hand_over(
        complaint=complaint, unit=world.units["Gia Viễn"], reason="Thuộc địa bàn", actor=world.department
    )
    assert client_as(user=world.neighbour).get(f"/kiem-tra/phan-anh/{complaint.pk}/").status_code == 200
    assert client_as(user=world.officer).get(f"/kiem-tra/phan-anh/{complaint.pk}/").status_code == 404


def _everything(world, client, inspection, action):
    paths = [
        "/kiem-tra/", f"/kiem-tra/{inspection.pk}/", "/kiem-tra/khac-phuc/", f"/kiem-tra/khac-phuc/{action.pk}/",
        "/kiem-tra/thu-hoi/", "/viec-can-lam/", "/thong-bao/", "/tim-kiem/?q=bi+mat", "/tim-kiem/?q=phan+anh",
        "/kiem-tra/?xuat=xlsx", f"/kiem-tra/{inspection.pk}/bien-ban.pdf",
    ]  # fmt: skip
    return [(path, client.get(path)) for path in paths]


def test_the_producer_and_the_team_never_learn_who_told(world, client_as):
    """Sentinels over every page, message, mail and the audit trail that is not the handling unit's."""
    from inspections.actions import visits
    from inspections.papers.minutes import conclude_with_minutes
    from tests.inspections.test_visits import text_of

    complaint = complaints.inspect(complaint=told(world), reason="Kiểm tra đột xuất", actor=world.officer)
    inspection = complaint.inspection
    visits.schedule(inspection=inspection, starts_at=None, team=world.team(), address="", actor=world.officer)
    inspection = visits.begin(inspection=inspection, actor=world.advisor)
    world.fill(inspection)
    action = world.finding(inspection).actions.get()
    inspection.refresh_from_db()
    conclude_with_minutes(inspection=inspection, actor=world.advisor)
    complaints.answer(complaint=Complaint.objects.get(), text="Đã kiểm tra", actor=world.officer)
    for person in (world.owner, world.advisor, world.commune):
        client = client_as(user=person)
        for path in ("/kiem-tra/phan-anh/", f"/kiem-tra/phan-anh/{complaint.pk}/"):
            assert client.get(path).status_code in {403, 404}
        for path, answer in _everything(world, client, inspection, action):
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = text_of(body) if path.endswith(".pdf") and answer.status_code == 200 else body.decode("latin-1")
            for secret in (SECRET, CONTACT, SECRET.encode().decode("latin-1")):
                assert secret not in text, (person, path)
            assert complaint.code not in text, (person, path)
    owners = client_as(user=world.owner).get(f"/kiem-tra/{inspection.pk}/").content.decode()
    assert "Kiểm tra đột xuất</dd>" not in owners
    assert "Phản ánh liên quan" not in owners
    told_to_people = list(Message.objects.values_list("title", "body")) + list(
        OutboxMail.objects.values_list("address", "last_error")
    )
    assert SECRET not in str(told_to_people)
    assert CONTACT not in str(told_to_people)
    trail = list(AuditEvent.objects.values_list("before", "after", "reason", "object_label"))
    assert SECRET not in str(trail)
    assert CONTACT not in str(trail)


def test_the_list_and_its_spreadsheet_name_no_sender(world, client_as):
    told(world)
    client = client_as(user=world.officer)
    assert SECRET not in client.get("/kiem-tra/phan-anh/").content.decode()
    page = client.get(f"/kiem-tra/phan-anh/{Complaint.objects.get().pk}/").content.decode()
    assert SECRET in page
    assert CONTACT in page
    assert (
        SECRET
        not in client_as(user=world.department)
        .get(f"/kiem-tra/phan-anh/{Complaint.objects.get().pk}/")
        .content.decode()
    )


def test_complaints_raise_the_risk_unless_refused(world):
    complaint = told(world)
    assert "complaint" in {reason["code"] for reason in world.plan().items.get().reasons}
    complaints.refuse(complaint=complaint, reason="Không phải sản phẩm OCOP", actor=world.officer)
    assert "complaint" not in {reason["code"] for reason in world.plan().items.get().reasons}


# --- the look-up code ----------------------------------------------------------------------------------------------


def _ask(client, code):
    return client.post("/phan-anh/ket-qua/", {"ma": code}).content.decode()


def test_the_sender_gets_a_code_and_reads_with_it_how_things_stand(world, anonymous):
    product = world.recognition("Bột rau má").product
    anonymous.post(f"/phan-anh/?sp={product.pk}", _form(sender_name=SECRET, sender_contact=CONTACT))
    code = re.search(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", anonymous.get("/phan-anh/da-nhan/").content.decode())[0]
    complaint = Complaint.objects.get()
    assert code == spaced(complaint.lookup_code)
    page = _ask(anonymous, code.lower())
    assert "Đã nhận, đang xem xét" in page
    assert "Huyện Yên Mô" in page or world.units["Yên Mô"].name in page
    complaints.answer(complaint=complaint, text="Cơ sở đã thay nhãn.", actor=world.officer)
    page = _ask(anonymous, f" {code} ")
    assert "Đã xử lý xong" in page
    assert "Cơ sở đã thay nhãn." in page
    for private in (SECRET, CONTACT, "Sai nhãn", world.officer.full_name):
        assert private not in page, private


@pytest.mark.parametrize("wrong", ["", "PA-2024-0001", "A" * 16, "0" * 16, "x" * 500, "' OR 1=1 --"])
def test_nothing_else_opens_a_complaint(world, anonymous, wrong):
    complaint = told(world)
    for code in (wrong, complaint.code, complaint.lookup_code[:-1], str(complaint.pk)):
        page = _ask(anonymous, code)
        assert "Không có phản ánh nào mang mã tra cứu này" in page
        assert "Bột rau má" not in page
    assert status_of("") is None


def test_codes_are_long_and_random_and_old_complaints_have_none(world):
    codes = {new_lookup_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(len(code) == 16 and set(code) <= set(LETTERS) for code in codes)
    Complaint.objects.filter(pk=told(world).pk).update(lookup_code="")
    assert status_of("") is None


def test_one_address_looks_up_only_so_often(world, anonymous):
    answers = [anonymous.post("/phan-anh/ket-qua/", {"ma": "A" * 16}).status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


# --- erasing who told ----------------------------------------------------------------------------------------------


def test_name_and_contact_go_at_the_senders_request_and_the_code_still_works(world, client_as):
    complaint = told(world)
    page = client_as(user=world.officer)
    answer = page.post(f"/kiem-tra/phan-anh/{complaint.pk}/buoc/xoa-thong-tin/", {"reason": "Yêu cầu qua điện thoại"})
    assert answer.status_code == 302
    complaint.refresh_from_db()
    assert (complaint.sender_name, complaint.sender_contact, complaint.sender_erased_on) == ("", "", today())
    assert complaint.text == "Có mùi lạ"
    shown = page.get(f"/kiem-tra/phan-anh/{complaint.pk}/").content.decode()
    assert SECRET not in shown
    assert "đã xoá ngày" in shown
    event = AuditEvent.objects.get(action="complaint.erase_sender")
    assert event.after == {"erased": ["sender_name", "sender_contact"]}
    assert SECRET not in str([event.before, event.after, event.reason])
    assert status_of(complaint.lookup_code).words == "Đã nhận, đang xem xét"


def test_text_and_photo_go_only_when_it_is_settled_and_the_bytes_go_with_them(
    world, django_capture_on_commit_callbacks
):
    values = {"topic": "other", "about": "Hàng lạ", "text": f"Tôi là {SECRET}", "product": world.recognition().product}
    complaint = complaints.receive_public(values=values, photo=upload())
    photo = complaint.photo
    with pytest.raises(Denied, match="đang xử lý"):
        complaints.erase_sender(complaint=complaint, reason="Yêu cầu", whole=True, actor=world.officer)
    complaints.answer(complaint=complaint, text="Đã trả lời", actor=world.officer)
    with django_capture_on_commit_callbacks(execute=True):
        done = complaints.erase_sender(complaint=complaint, reason="Yêu cầu", whole=True, actor=world.officer)
    assert (done.text, done.photo, done.about) == (complaints.ERASED, None, done.product.name)
    assert not StoredFile.objects.filter(pk=photo.pk).exists()
    with pytest.raises(FileNotFoundError):
        open_stored(photo)


def test_only_the_handling_unit_erases_and_says_why(world):
    complaint = told(world)
    for person in (world.neighbour, world.owner, world.admin, world.advisor):
        with pytest.raises(Denied, match="Chỉ đơn vị xử lý"):
            complaints.erase_sender(complaint=complaint, reason="x", actor=person)
    with pytest.raises(Denied, match="Ghi yêu cầu"):
        complaints.erase_sender(complaint=complaint, reason=" ", actor=world.officer)
    complaint.refresh_from_db()
    assert complaint.sender_name == SECRET


def test_after_the_retention_period_the_sender_is_forgotten_by_itself(world):
    old, fresh, waiting = (told(world, product=world.recognition(name).product) for name in ("Mắm", "Miến", "Rượu"))
    for complaint in (old, fresh):
        complaints.answer(complaint=complaint, text="Đã trả lời", actor=world.officer)
    Complaint.objects.filter(pk=old.pk).update(settled_at=now() - dt.timedelta(days=366))
    Complaint.objects.filter(pk=fresh.pk).update(settled_at=now() - dt.timedelta(days=364))
    Complaint.objects.filter(pk=waiting.pk).update(received_at=now() - dt.timedelta(days=900))
    assert forget_senders() == 1
    assert forget_senders() == 0
    names = {row.pk: row.sender_name for row in Complaint.objects.all()}
    assert names == {old.pk: "", fresh.pk: SECRET, waiting.pk: SECRET}
