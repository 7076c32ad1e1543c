"""The administrator's actions and pages (S13, S14, S17, S39)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import actions, queries
from accounts.enums import Role, UnitLevel
from accounts.models import Membership, UnitSuccession, User
from accounts.seats import has_role, seats_of
from core import audit
from core.errors import Denied, Stale
from core.formats import date_vn, today
from core.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return factories.person(Role.ADMIN)


def test_only_the_administrator_manages_accounts(units):
    leader, user = factories.person(Role.DEPARTMENT_LEADER), factories.person(Role.DISTRICT_OFFICER)
    for attempt in (
        lambda: actions.create_user(actor=leader, username="nguoi-la", full_name="Người Lạ"),
        lambda: actions.disable_user(actor=leader, user=user, reason="x"),
        lambda: actions.give_seat(actor=leader, user=user, role=Role.ADVISORY, unit=units["Yên Mô"]),
        lambda: actions.end_seat(actor=leader, seat=user.memberships.get()),
        lambda: actions.first_sign_in_link(actor=leader, user=user),
        lambda: actions.succeed_unit(
            actor=leader, old=units["Yên Hòa"], new=[units["Yên Thắng"]], on=today(), source="x"
        ),
    ):
        with pytest.raises(Denied):
            attempt()


def test_a_user_name_is_plain_and_used_once(admin):
    actions.create_user(actor=admin, username="Xa-YenHoa", full_name="Phạm Văn Hòa")
    assert User.objects.filter(username="xa-yenhoa").exists()
    for bad in ("xa-yenhoa", "ab", "xã-yên-hòa", "a b c", "-abc", "x" * 61):
        with pytest.raises(Denied):
            actions.create_user(actor=admin, username=bad, full_name="Phạm Văn Hòa")


def test_the_administrator_takes_no_seat_and_gives_none_to_themselves(admin, units):
    with pytest.raises(Denied, match="tự giao"):
        actions.give_seat(actor=admin, user=admin, role=Role.COUNCIL_MEMBER, unit=units["Yên Mô"])
    other = factories.person(Role.ADMIN)
    with pytest.raises(Denied, match="không chấm điểm"):
        actions.give_seat(actor=admin, user=other, role=Role.COUNCIL_MEMBER, unit=units["Yên Mô"])
    officer = factories.person(Role.DISTRICT_OFFICER)
    with pytest.raises(Denied, match="không chấm điểm"):
        actions.give_seat(actor=admin, user=officer, role=Role.ADMIN, unit=units["Ninh Bình"])


def test_the_database_refuses_an_administrator_with_another_seat(admin, units):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=admin, role=Role.COUNCIL_MEMBER, unit=units["Yên Mô"], valid_from=today())
    ended = factories.MembershipFactory(role=Role.ADVISORY, unit=units["Yên Mô"], valid_to=dt.date(2023, 1, 1))
    later = Membership.objects.create(user=ended.user, role=Role.ADMIN, unit=units["Ninh Bình"], valid_from=today())
    assert later.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=ended.pk).update(valid_to=None)


@pytest.mark.parametrize(
    ("held", "wanted", "place"),
    [
        (Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, "Yên Mô"),
        (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER, "Ninh Bình"),
        (Role.PRODUCER, Role.COMMUNE_OFFICER, "Yên Thắng"),
    ],
)
def test_duties_that_must_stay_apart(admin, units, held, wanted, place):
    user = factories.person(held)
    with pytest.raises(Denied):
        actions.give_seat(actor=admin, user=user, role=wanted, unit=units[place])


def test_an_officer_may_sit_in_the_council_too(admin, units):
    user = factories.person(Role.DISTRICT_OFFICER)
    actions.give_seat(actor=admin, user=user, role=Role.COUNCIL_MEMBER, unit=units["Yên Mô"])
    assert has_role(user, Role.COUNCIL_MEMBER, unit=units["Yên Mô"])


def test_a_role_belongs_to_its_level_and_is_held_once(admin, units):
    user = factories.person(Role.DISTRICT_OFFICER)
    with pytest.raises(Denied, match="không thuộc"):
        actions.give_seat(actor=admin, user=user, role=Role.DISTRICT_OFFICER, unit=units["Yên Thắng"])
    with pytest.raises(Denied, match="đã giữ"):
        actions.give_seat(actor=admin, user=user, role=Role.DISTRICT_OFFICER, unit=units["Yên Mô"])


def test_an_ended_seat_ends_access_at_once_and_stays_in_history(admin, units):
    user = factories.person(Role.DISTRICT_OFFICER)
    actions.end_seat(actor=admin, seat=user.memberships.get(), reason="chuyển công tác")
    assert seats_of(User.objects.get(pk=user.pk)) == []
    assert user.memberships.count() == 1
    assert audit.timeline(user).filter(action="seat.end", reason="chuyển công tác").exists()


def test_the_last_administrator_stays(admin):
    other = factories.person(Role.ADMIN)
    actions.disable_user(actor=admin, user=other, reason="nghỉ")
    with pytest.raises(Denied, match="cuối cùng"):
        actions.end_seat(actor=None, seat=admin.memberships.get())
    with pytest.raises(Denied):
        actions.disable_user(actor=admin, user=admin, reason="tự ngừng")


@pytest.mark.parametrize("ahead", [-1, 0, 1, 40])
def test_the_last_administrator_does_not_go_on_a_later_day_either(admin, ahead):
    last, (seat,) = today() + dt.timedelta(days=ahead), admin.memberships.all()
    with pytest.raises(Denied, match="cuối cùng"):
        actions.end_seat(actor=admin, seat=seat, on=last)
    other = factories.person(Role.ADMIN)
    other.memberships.update(valid_to=max(last, today()))
    with pytest.raises(Denied, match="cuối cùng"):
        actions.end_seat(actor=admin, seat=seat, on=max(last, today()))
    other.memberships.update(valid_from=max(last, today()) + dt.timedelta(days=1), valid_to=None)
    assert actions.end_seat(actor=admin, seat=seat, on=max(last, today())).valid_to == max(last, today())


def test_the_last_administrator_with_no_end_is_not_disabled_by_one_whose_seat_ends(admin):
    """Nobody would administer from the day after the other's last."""
    leaving, last = factories.person(Role.ADMIN), today() + dt.timedelta(days=5)
    actions.end_seat(actor=admin, seat=leaving.memberships.get(), on=last)
    with pytest.raises(Denied, match=f"từ ngày {date_vn(last + dt.timedelta(days=1))}"):
        actions.disable_user(actor=leaving, user=admin, reason="x")
    with pytest.raises(Denied, match="cuối cùng từ ngày"):
        actions.end_seat(actor=leaving, seat=admin.memberships.get(), on=today())
    third = factories.person(Role.ADMIN)
    third.memberships.update(valid_from=last + dt.timedelta(days=1))
    assert not actions.disable_user(actor=leaving, user=admin, reason="x").is_active


def test_an_edit_changes_only_what_it_may_and_notices_another_save(admin):
    user = factories.person(Role.DISTRICT_OFFICER)
    before = user.version
    actions.edit_user(
        actor=admin,
        user=user,
        values={"full_name": "Đỗ Thị Mới", "is_active": False, "username": "khac", "password": "x"},
        version=before,
    )
    user.refresh_from_db()
    assert (user.full_name, user.is_active) == ("Đỗ Thị Mới", True)
    assert user.username != "khac"
    with pytest.raises(Stale):
        actions.edit_user(actor=admin, user=user, values={"full_name": "Khác"}, version=before)


def test_a_person_changes_only_their_own_addresses(client_as):
    client = client_as(Role.PRODUCER, full_name="Trần Thị Lúa")
    page = client.get("/ho-so-ca-nhan/")
    version = page.context["form"].fields["version"].initial
    client.post(
        "/ho-so-ca-nhan/",
        {"email": "lua@example.org", "phone": "0900", "full_name": "Khác", "is_active": "", "version": version},
    )
    client.user.refresh_from_db()
    assert (client.user.email, client.user.full_name, client.user.is_active) == (
        "lua@example.org",
        "Trần Thị Lúa",
        True,
    )


def test_a_merged_units_seats_go_to_the_successor(admin, units):
    new = factories.UnitFactory(short_name="Yên Mới", parent=units["Yên Mô"], valid_from=today())
    officer = factories.person(Role.COMMUNE_OFFICER, units["Yên Thắng"])
    moved = actions.succeed_unit(actor=admin, old=units["Yên Thắng"], new=[new], on=today(), source="Nghị quyết thử")
    assert [seat.user for seat in moved.given] == [officer]
    (seat,) = seats_of(User.objects.get(pk=officer.pk))
    assert seat.unit == new
    assert seat.covers(units["Yên Thắng"])
    units["Yên Thắng"].refresh_from_db()
    assert units["Yên Thắng"].name == "Xã Yên Thắng"
    assert officer.memberships.filter(unit=units["Yên Thắng"]).exists()


def test_a_split_names_both_successors_and_moves_seats_to_the_first(admin, units):
    two = [factories.UnitFactory(parent=units["Yên Mô"], valid_from=today()) for _ in range(2)]
    factories.person(Role.COMMUNE_OFFICER, units["Yên Thắng"])
    moved = actions.succeed_unit(actor=admin, old=units["Yên Thắng"], new=two, on=today(), source="Nghị quyết thử")
    assert [seat.unit for seat in moved.given] == [two[0]]
    assert list(UnitSuccession.objects.order_by("share").values_list("new", flat=True)) == [unit.pk for unit in two]


def test_a_seat_with_an_end_goes_over_until_the_same_day(admin, units, client_as):
    old, new = units["Yên Thắng"], factories.UnitFactory(parent=units["Yên Mô"], valid_from=today())
    until, soon = today() + dt.timedelta(days=300), today() + dt.timedelta(days=30)
    user, later = (User.objects.create_user(name, None, full_name=name) for name in ("co-han", "sap-nhan"))
    actions.give_seat(actor=admin, user=user, role=Role.COMMUNE_OFFICER, unit=old, end=until)
    actions.give_seat(actor=admin, user=later, role=Role.COMMUNE_OFFICER, unit=old, start=soon, end=until)
    assert f"đến hết {date_vn(until)}" in client_as(user=admin).get(f"/quan-tri/don-vi/{old.pk}/").content.decode()
    moved = actions.succeed_unit(actor=admin, old=old, new=[new], on=today(), source="Nghị quyết thử")
    assert [seat.user for seat in moved.given] == [user, later]
    assert [(seat.unit, seat.valid_from, seat.valid_to) for seat in moved.given] == [
        (new, today(), until), (new, soon, until),
    ]  # fmt: skip
    assert [seat.unit for seat in seats_of(User.objects.get(pk=user.pk))] == [new]
    assert list(later.memberships.values_list("unit", flat=True)) == [new.pk], "it never began at the old unit"
    assert not queries.units_to_hand_on().exists()
    assert not actions.move_seats(actor=admin, old=old).given, "nothing is left to go over"


def test_officer_and_leader_of_merging_units_are_not_made_one_person(admin, units, client_as):
    old, heir = units["Yên Mô"], units["Gia Viễn"]
    user = factories.person(Role.DISTRICT_OFFICER, old, full_name="Đinh Văn Hai")
    leads = factories.MembershipFactory(user=user, role=Role.DISTRICT_LEADER, unit=heir)
    moved = actions.succeed_unit(actor=admin, old=old, new=[heir], on=today(), source="Nghị quyết thử")
    assert [(seat.user, seat.role) for seat in moved.left] == [(user, Role.DISTRICT_OFFICER)]
    assert [seat.role for seat in seats_of(User.objects.get(pk=user.pk))] == [Role.DISTRICT_LEADER]
    client, page = client_as(user=admin), f"/quan-tri/nguoi-dung/{user.pk}/"
    told = client.post(f"/quan-tri/don-vi/{old.pk}/chuyen-vai-tro/", follow=True).content.decode()
    assert "Đã chuyển 0 vai trò, còn 1 vai trò cần giao lại." in told
    assert "Chưa chuyển vai trò của Đinh Văn Hai, Cán bộ phòng chuyên môn cấp huyện · Huyện Yên Mô: Người nhập" in told
    assert client.get(page).content.decode().count("/ket-thuc/") == 2, "either of the two may be ended here"
    actions.end_seat(actor=admin, seat=leads)
    actions.move_seats(actor=admin, old=old)
    assert [(seat.role, seat.unit) for seat in seats_of(User.objects.get(pk=user.pk))] == [
        (Role.DISTRICT_OFFICER, heir)
    ]


def test_a_seat_held_at_the_successor_already_is_widened_and_the_audit_says_what_became_of_the_other(admin, units):
    old, heir, day = units["Yên Hòa"], units["Yên Thắng"], dt.timedelta(days=1)
    later, sooner, coming = (factories.person(Role.COMMUNE_OFFICER, old) for _ in range(3))
    coming.memberships.update(valid_from=today() + 3 * day)
    for user, start, end in [
        (later, today() + 60 * day, None),
        (sooner, factories.FIRST_DAY, today() + 30 * day),
        (coming, factories.FIRST_DAY, None),
    ]:
        factories.MembershipFactory(user=user, role=Role.COMMUNE_OFFICER, unit=heir, valid_from=start, valid_to=end)
    moved = actions.succeed_unit(actor=admin, old=old, new=[heir], on=today(), source="Nghị quyết thử")
    assert [(seat.user, seat.valid_from, seat.valid_to) for seat in moved.given] == [
        (later, today(), None),
        (sooner, factories.FIRST_DAY, None),
        (coming, factories.FIRST_DAY, None),
    ]
    for user in (later, sooner, coming):
        assert user.memberships.filter(unit=heir).count() == 1
        assert [seat.unit for seat in seats_of(User.objects.get(pk=user.pk))] == [heir]
        (event,) = audit.timeline(user).filter(action="seat.move")
        assert (event.before["seat"], event.after["seat"]) == (
            "Cán bộ cấp xã · Xã Yên Hòa", "Cán bộ cấp xã · Xã Yên Thắng",
        )  # fmt: skip
    assert not coming.memberships.filter(unit=old).exists(), "it never began at the old unit"


def test_the_administrator_is_told_of_seats_with_an_end_at_an_ended_unit(admin, units):
    old, new = units["Yên Thắng"], factories.UnitFactory(parent=units["Yên Mô"])
    user = factories.person(Role.COMMUNE_OFFICER, old)
    user.memberships.update(valid_to=today() + dt.timedelta(days=9))
    UnitSuccession.objects.create(old=old, new=new, on=today())
    type(old).objects.filter(pk=old.pk).update(valid_to=today() - dt.timedelta(days=1))
    assert [(unit, unit.waiting) for unit in queries.units_to_hand_on()] == [(old, 1)]
    user.memberships.update(valid_to=today() - dt.timedelta(days=1))
    assert not queries.units_to_hand_on().exists()


def test_a_role_that_the_successor_does_not_know_is_left_for_a_decision(admin, units):
    province = factories.UnitFactory(level=UnitLevel.PROVINCE, short_name="Mới", valid_from=today())
    factories.person(Role.DISTRICT_OFFICER)
    member = factories.person(Role.COUNCIL_MEMBER)
    moved = actions.succeed_unit(actor=admin, old=units["Yên Mô"], new=[province], on=today(), source="hai cấp")
    assert [seat.role for seat in moved.left] == [Role.DISTRICT_OFFICER]
    assert [seat.user for seat in moved.given] == [member]


def test_the_pages_lead_from_a_new_account_to_its_link(client_as, units):
    client = client_as(Role.ADMIN)
    made = client.post("/quan-tri/nguoi-dung/them/", {"username": "xa-yenhoa", "full_name": "Phạm Văn Hòa"})
    user = User.objects.get(username="xa-yenhoa")
    assert made["Location"] == f"/quan-tri/nguoi-dung/{user.pk}/"
    client.post(
        f"/quan-tri/nguoi-dung/{user.pk}/vai-tro/",
        {"role": Role.COMMUNE_OFFICER, "unit": units["Yên Hòa"].pk, "start": "01/01/2024", "end": ""},
    )
    assert has_role(user, Role.COMMUNE_OFFICER, unit=units["Yên Hòa"])
    client.post(f"/quan-tri/nguoi-dung/{user.pk}/lien-ket/")
    assert "/mat-khau/lan-dau/?ma=" in client.get(made["Location"]).content.decode()
    assert "/mat-khau/lan-dau/?ma=" not in client.get(made["Location"]).content.decode(), "shown once"
    assert "ma=" not in str(list(AuditEvent.objects.values()))


def test_a_refused_seat_is_explained_in_the_form(client_as, units):
    client, user = client_as(Role.ADMIN), factories.person(Role.DISTRICT_OFFICER)
    data = {"role": Role.DISTRICT_LEADER, "unit": units["Yên Mô"].pk, "start": "01/01/2024"}
    page = client.post(f"/quan-tri/nguoi-dung/{user.pk}/vai-tro/", data).content.decode()
    assert "phải là hai người khác nhau" in page


@pytest.mark.parametrize("query", ["ngoc anh", "NGỌC ÁNH", "Ngo\u0323c A\u0301nh", "ánh nguyễn"])
def test_people_are_found_with_and_without_accents(client_as, query):
    factories.UserFactory(full_name="Nguyễn Thị Ngọc Ánh", username="canbo-1")
    factories.UserFactory(full_name="Nguyễn Văn Bình", username="canbo-2")
    page = client_as(Role.ADMIN, full_name="Quản Trị").get("/quan-tri/nguoi-dung/", {"q": query})
    assert [row.username for row in page.context["rows"]] == ["canbo-1"]


@pytest.mark.parametrize("path", ["/quan-tri/nguoi-dung/", "/quan-tri/nhat-ky/", "/quan-tri/don-vi/"])
def test_lists_cost_the_same_for_one_row_and_many(client_as, units, django_assert_max_num_queries, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(Role.ADMIN)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _ in range(5):
        actions.create_user(actor=None, username=f"nguoi-{_}-them", full_name="Người Thêm")
        factories.person(Role.COMMUNE_OFFICER)
        factories.UnitFactory(level=UnitLevel.DISTRICT, parent=units["Ninh Bình"])
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
    assert len(many) <= 12


def test_the_audit_page_never_shows_a_score(client_as):
    client = client_as(Role.ADMIN)
    secret = "73.4567"
    for name in ("points", "total", "score", "mean", "option", "stars"):
        audit.record(actor=None, action="scoresheet.save", obj=client.user, after={name: secret, "state": "submitted"})
    page = client.get("/quan-tri/nhat-ky/").content.decode()
    assert secret not in page
    assert "submitted" in page
    assert "không hiển thị" in page


def test_the_audit_filters(client_as):
    client = client_as(Role.ADMIN, full_name="Quản Trị")
    user = actions.create_user(actor=client.user, username="nguoi-moi", full_name="Lê Thị Mới")
    actions.disable_user(actor=client.user, user=user, reason="thử")

    def found(**query):
        return [event.action for event in client.get("/quan-tri/nhat-ky/", query).context["rows"]]

    assert found(viec="user.disable") == ["user.disable"]
    assert found(q="Lê Thị Mới") == ["user.disable", "user.create"]
    assert found(den="01/01/2020") == []
    assert found(ket_qua="tu-choi") == []
    assert "ngày/tháng/năm" in client.get("/quan-tri/nhat-ky/", {"tu": "13/13/2026"}).content.decode()


def test_the_unit_pages_show_history(client_as):
    from accounts import queries, units_data

    client = client_as(Role.ADMIN)
    units_data.load()
    old = queries.unit_at("14506", UnitLevel.COMMUNE, dt.date(2024, 6, 1))
    page = client.get(f"/quan-tri/don-vi/{old.pk}/").content.decode()
    assert "Xã Gia Thắng" in page
    assert "Xã Tiến Thắng" in page
    listed = client.get("/quan-tri/don-vi/", {"ngay": "01/06/2024"})
    assert len(listed.context["rows"]) == 8
    assert sum(unit.communes for unit in listed.context["rows"]) == 143
