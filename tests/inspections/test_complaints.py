"""Complaints: from the public without an account, from units; who told is known to the handling unit alone."""

from __future__ import annotations

import time

import pytest
from django.core import signing

from core.errors import Denied
from core.models import AuditEvent
from inspections.actions import complaints
from inspections.models import Complaint
from notifications.models import Message, OutboxMail

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
