"""The end of a year: ceremony list, what moves, what keeps it open, closing, a closed year is read-only."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import Role
from core.errors import Denied
from core.models import AuditEvent
from core.text import nfc
from criteria.models import CriteriaSet, Ruleset
from inspections.enums import ActionState, InspectionState
from inspections.models import CorrectiveAction, Finding, Inspection
from products import costs
from products.costs import Cost
from products.enums import BudgetSource, DossierState
from products.models import Dossier, EvaluationRound, Recognition
from programme import actions, closing, waiting
from programme.actions import reports
from programme.enums import PlanState
from programme.measuring import measure_plan
from programme.models import AnnualPlan, PlanTask, Report, ReportObligation
from programme.queries import budget_of
from tests.programme.report_steps import approve, submit

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2025, 1, 6)


def _district_plan(office, *, approve_it=True):
    plan = actions.create_plan(
        unit=office.units["Yên Mô"], year=2024, actor=office.district, values={"title": "Kế hoạch Yên Mô 2024"}
    )
    for values in (
        {"name": "Công nhận mới", "source": "live", "indicator": "products.recognised_new", "planned": Decimal(3)},
        {"name": "Sản phẩm còn hiệu lực", "source": "live", "indicator": "products.valid", "planned": Decimal(1)},
    ):
        actions.save_target(plan=plan, values={**values, "unit_label": "sản phẩm"}, actor=office.district)
    days = {"lead": "Phòng NN", "starts_on": dt.date(2024, 3, 1), "ends_on": dt.date(2024, 12, 15)}
    for number, title in (("1", "Tuyên truyền"), ("2", "Đánh giá cấp huyện")):
        actions.save_task(
            plan=plan, values={"number": number, "title": title, **days}, units=[plan.unit], actor=office.district
        )
    actions.save_line(
        plan=plan, actor=office.district,
        values={"source": "district", "content": "Ngân sách huyện", "planned": Decimal(500), "allocated": Decimal(400),
                "disbursed": Decimal(100), "note": ""},
    )  # fmt: skip
    if approve_it:
        actions.take_plan_step(plan=plan, name="submit", actor=office.district)
        actions.take_plan_step(plan=plan, name="approve", actor=office.district_leader)
    return AnnualPlan.objects.select_related("unit").get(pk=plan.pk)


def _report_sent(office):
    report = reports.open_report(unit=office.units["Yên Mô"], year=2024, actor=office.district)
    return approve(submit(report, office.district), office.district_leader)


@pytest.fixture
def plan(office):
    """Yên Mô's approved plan, one of its two tasks finished."""
    made = _district_plan(office)
    actions.report_progress(
        task=made.tasks.select_related("plan").get(number="1"), unit=made.unit, percent=100, text="Xong",
        actor=office.district,
    )  # fmt: skip
    return made


@pytest.fixture
def closed(office, plan, at):
    """The same plan, closed after New Year."""
    at(NEW_YEAR)
    _report_sent(office)
    return actions.take_plan_step(plan=plan, name="close", actor=office.district_leader)


def test_the_ceremony_list_tells_who_gets_what_by_which_decision(office, plan):
    first = office.recognition("Bún Yên Mạc", 3, dt.date(2024, 5, 2), decision="12/QĐ-UBND")
    Recognition.objects.filter(pk=first.pk).update(certificate_number="012/2024", producer_name="HTX Yên Mạc")
    office.recognition("Trà Vân", 4, dt.date(2024, 6, 3), decision="88/QĐ-UBND")
    office.recognition("Cơm cháy cũ", 3, dt.date(2023, 6, 3))  # last year's
    office.recognition("Mắm Gia Viễn", 3, dt.date(2024, 6, 3), place="Gia Viễn")
    old = office.recognition("Nem Yên Mô", 3, dt.date(2022, 6, 3))
    office.recognition("Nem Yên Mô", 4, dt.date(2024, 9, 1), product=old.product)
    revoked = office.recognition("Bị thu hồi", 3, dt.date(2024, 2, 1))
    Recognition.objects.filter(pk=revoked.pk).update(state="revoked")
    lines = [(one.product, one.stars, one.manner, one.decision, one.certificate) for one in closing.ceremony(plan)]
    assert lines == [
        ("Nem Yên Mô", 4, closing.UPGRADED, "1/QĐ-UBND", ""),
        ("Trà Vân", 4, closing.NEW, "88/QĐ-UBND", ""),
        ("Bún Yên Mạc", 3, closing.NEW, "12/QĐ-UBND", "012/2024"),
    ]
    whole = {one.product for one in closing.ceremony(office.plan)}
    assert whole == {"Nem Yên Mô", "Trà Vân", "Bún Yên Mạc", "Mắm Gia Viễn"}


def test_the_list_is_an_official_pdf_and_a_spreadsheet(office, plan, client_as):
    row = office.recognition("=Bún Yên Mạc", 3, dt.date(2024, 5, 2), decision="12/QĐ-UBND")
    Recognition.objects.filter(pk=row.pk).update(certificate_number="012/2024")
    actions.save_award(
        plan=plan, actor=office.district,
        values={"recipient": "HTX Yên Mạc", "form": "Giấy khen", "merit": "Dẫn đầu phong trào",
                "decision_number": "9/QĐ-UBND", "decided_on": dt.date(2024, 10, 1)},
    )  # fmt: skip
    client = client_as(user=office.district)
    pdf = client.get(reverse("programme:ceremony_file", args=[plan.pk, "pdf"]))
    assert pdf["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    text = " ".join(nfc(" ".join(one.extract_text() for one in pages)).replace("\u00a0", " ").split())
    for words in ("DANH SÁCH", "trên địa bàn huyện Yên Mô", "12/QĐ-UBND ngày 02/05/2024", "012/2024", "Công nhận mới",
                  "01 sản phẩm được trao Giấy chứng nhận", "HTX Yên Mạc", "9/QĐ-UBND ngày 01/10/2024"):  # fmt: skip
        assert words in text
    book = load_workbook(io.BytesIO(client.get(reverse("programme:ceremony_file", args=[plan.pk, "xlsx"])).content))
    assert book.sheetnames == ["Giấy chứng nhận", "Khen thưởng"]
    line = [cell.value for cell in book["Giấy chứng nhận"][3]]
    assert line[:2] + line[4:] == [
        1, "=Bún Yên Mạc", 3, "Công nhận mới", "12/QĐ-UBND", dt.datetime(2024, 5, 2), "012/2024",
    ]  # fmt: skip
    assert book["Giấy chứng nhận"]["B3"].data_type == "s"
    assert client.get(reverse("programme:ceremony_file", args=[plan.pk, "exe"])).status_code == 404


def _moving(plan):
    return {one.key: [line.title for line in one.lines] for one in closing.moving(plan)}


def test_what_is_not_finished_moves(law, office, plan, at):
    office.recognition("Bún Yên Mạc", 3, dt.date(2024, 5, 2))
    product = office.recognition("Trà Vân", 4, dt.date(2022, 6, 3)).product
    common = {"product": product, "district": plan.unit, "holder": plan.unit, "product_name": "Trà Vân"}
    dossier = _dossier(office, code="HS-1", state=DossierState.ACCEPTED, **common)
    _dossier(office, code="HS-2", state=DossierState.RECOGNISED, **common)
    _dossier(office, code="HS-3", state=DossierState.DRAFT, **common)
    visit = _visit(office)
    at(NEW_YEAR)
    found = _moving(plan)
    assert found["dossiers"] == [f"{dossier.code} Trà Vân"]
    assert found["tasks"] == ["2. Đánh giá cấp huyện"]
    assert found["targets"] == ["Công nhận mới"]
    assert found["corrective"] == [f"{visit.code} Cơ sở Trà: Làm lại nhãn"]
    assert found["duties"]
    assert all(title.startswith("Huyện Yên Mô") for title in found["duties"])
    assert found["money"] == ["Ngân sách huyện, thành phố: còn 300 đồng"]
    province = {one.key: [line.title for line in one.lines] for one in closing.moving(office.plan)}
    assert {title.split(":")[0] for title in province["duties"]} >= {"Huyện Yên Mô", "Huyện Gia Viễn"}
    assert found["dossiers"][0] in province["dossiers"]


def _dossier(office, **fields):
    law = Ruleset.objects.order_by("pk").first()
    start = dt.date(2024, 1, 1)
    number = Dossier.objects.count() + 1
    round_ = EvaluationRound.objects.create(
        year=2024, number=number, name=f"Đợt {number}", ruleset=law, opens_on=start, closes_on=start
    )
    if fields["state"] != DossierState.DRAFT:
        when = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)
        fields |= {"submitted_at": when, "submitted_by": office.district, "accepted_at": when,
                   "accepted_by": office.district_leader, "submissions": 1}  # fmt: skip
    return Dossier.objects.create(
        created_by=office.district, round=round_, ruleset=law, criteria_set=CriteriaSet.objects.order_by("pk").first(),
        producer=office.producer(f"HTX {number}"), producer_name="HTX", **fields,
    )  # fmt: skip


def _visit(office):
    visit = Inspection.objects.create(
        code="KT-1", unit=office.units["Yên Mô"], district=office.units["Yên Mô"], site_name="Cơ sở Trà",
        state=InspectionState.CONCLUDED, concluded_at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC),
        concluded_by=office.district, begun_at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC), begun_by=office.district,
        created_by=office.district,
    )  # fmt: skip
    finding = Finding.objects.create(inspection=visit, text="Nhãn sai", severity="minor", created_by=office.district)
    CorrectiveAction.objects.create(finding=finding, text="Làm lại nhãn", due_on=dt.date(2024, 11, 1))
    CorrectiveAction.objects.create(
        finding=finding, text="Xong rồi", due_on=dt.date(2024, 11, 1), state=ActionState.ACCEPTED,
        rechecked_at=visit.concluded_at, rechecked_by=office.district,
    )  # fmt: skip
    return visit


def test_what_keeps_the_year_open_is_said_and_closing_is_refused(office, plan, at):
    assert list(closing.prevents(plan)) == [
        "Năm 2024 chưa kết thúc: chốt được từ ngày 31/12/2024.",
        "Chưa lập và gửi báo cáo năm 2024.",
    ]
    at(dt.date(2024, 12, 30))
    with pytest.raises(Denied, match="chốt được từ ngày 31/12/2024"):
        actions.take_plan_step(plan=plan, name="close", actor=office.district_leader)
    at(dt.date(2024, 12, 31))
    reports.open_report(unit=plan.unit, year=2024, actor=office.district)
    assert list(closing.prevents(plan)) == ["Báo cáo năm 2024 đang ở trạng thái “Đang soạn”, chưa gửi."]
    with pytest.raises(Denied, match="chưa gửi"):
        actions.take_plan_step(plan=plan, name="close", actor=office.district_leader)
    approve(submit(Report.objects.get(), office.district), office.district_leader)
    assert list(closing.prevents(plan)) == []
    for stranger in (office.district, office.officer, office.leader, office.neighbour):
        with pytest.raises(Denied):
            actions.take_plan_step(plan=plan, name="close", actor=stranger)
    done = actions.take_plan_step(plan=plan, name="close", actor=office.district_leader)
    assert (done.state, done.closed_by) == (PlanState.CLOSED, office.district_leader)
    assert AuditEvent.objects.filter(action="annualplan.close", refused=False).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualPlan.objects.filter(pk=plan.pk).update(closed_by=None)


def test_a_year_that_is_over_waits_for_its_leader(office, plan, at):
    at(dt.date(2024, 12, 30))
    assert not waiting.to_close(office.district_leader).exists()
    at(dt.date(2024, 12, 31))
    assert list(waiting.to_close(office.district_leader)) == [plan]
    at(NEW_YEAR)
    assert list(waiting.to_close(office.district_leader)) == [plan]
    for other in (office.district, office.officer, office.neighbour):
        assert plan not in waiting.to_close(other)
    _report_sent(office)
    actions.take_plan_step(plan=plan, name="close", actor=office.district_leader)
    assert not waiting.to_close(office.district_leader).exists()


def test_a_target_without_its_figure_keeps_the_year_open(office, at):
    at(NEW_YEAR)
    hand = office.plan.targets.get(source="hand")
    sentence = f"Chỉ tiêu “{hand.name}” chưa ghi số đạt được."
    assert sentence in list(closing.prevents(office.plan))
    actions.enter_figure(target=hand, on=dt.date(2024, 12, 31), value=Decimal(1), note="Sổ", actor=office.officer)
    assert sentence not in list(closing.prevents(office.plan))


def test_a_draft_is_not_closed(office, at):
    at(NEW_YEAR)
    draft = _district_plan(office, approve_it=False)
    assert next(closing.prevents(draft)).startswith("Kế hoạch đang ở trạng thái “Đang soạn”")
    with pytest.raises(Denied):
        actions.take_plan_step(plan=draft, name="close", actor=office.district_leader)


def test_a_closed_year_is_read_only_and_says_so(office, closed, client_as):
    plan = AnnualPlan.objects.select_related("unit").get(pk=closed.pk)
    line, task = plan.budget.get(), plan.tasks.select_related("plan").get(number="2")
    sent = Report.objects.get()
    tries = (
        lambda: actions.save_line(plan=plan, line=line, values={"disbursed": Decimal(1)}, actor=office.district),
        lambda: actions.save_award(
            plan=plan, values={"recipient": "A", "form": "B", "merit": "C"}, actor=office.district
        ),
        lambda: actions.report_progress(task=task, unit=plan.unit, percent=100, text="x", actor=office.district),
        lambda: actions.save_task(plan=plan, values={"number": "3"}, units=[], actor=office.district),
        lambda: reports.correct_report(report=sent, reason="Sót", actor=office.district),
    )
    for attempt in tries:
        with pytest.raises(Denied, match=r"Năm 2024 của huyện Yên Mô đã chốt ngày 06/01/2025"):
            attempt()
    assert [row for row, _ in waiting.to_report(office.district) if row.plan_id == plan.pk] == []
    client = client_as(user=office.district)
    for name in ("plan", "targets", "tasks", "budget", "closing"):
        page = client.get(reverse(f"programme:{name}", args=[plan.pk])).content.decode()
        assert "chỉ còn để xem" in page
        assert reverse("programme:award_new", args=[plan.pk]) not in page
    assert client.get(reverse("programme:award_new", args=[plan.pk])).status_code in {302, 403}
    assert client.get(reverse("programme:line_edit", args=[line.pk])).status_code in {302, 403}


def test_a_closed_year_stays_as_it_was_until_a_leader_opens_it_again_with_a_reason(office, closed):
    before = closing.year_of(closed)
    office.recognition("Ghi muộn", 3, dt.date(2024, 12, 20))
    assert closing.year_of(closed) == before
    assert _done(closed, "Công nhận mới") == 0
    with pytest.raises(Denied, match="lý do"):
        actions.take_plan_step(plan=closed, name="reopen", actor=office.district_leader)
    with pytest.raises(Denied):
        actions.take_plan_step(plan=closed, name="reopen", actor=office.district, reason="x")
    opened = actions.take_plan_step(plan=closed, name="reopen", actor=office.district_leader, reason="Sót sản phẩm")
    assert (opened.state, opened.closed_at, opened.closing) == (PlanState.APPROVED, None, {})
    assert "Ghi muộn" in {one.product for one in closing.year_of(opened)[0]}
    assert _done(opened, "Công nhận mới") == 1


def test_a_closed_year_keeps_its_money_and_shows_what_was_booked_later_beside(
    office, plan, at, client_as, monkeypatch, settings
):
    common = {"activity": "trainings", "unit_id": plan.unit.pk, "url": "/", "source": BudgetSource.DISTRICT}
    rows = [Cost(title="Lớp 1", key="trainings:1", planned=Decimal(60), spent=Decimal(50),
                 paid_on=dt.date(2024, 11, 20), **common)]  # fmt: skip
    monkeypatch.setattr(costs, "_providers", {"trainings": lambda year: rows if year == 2024 else []})
    first = plan.tasks.get(number="1")
    PlanTask.objects.filter(pk=first.pk).update(activity="trainings")
    at(NEW_YEAR)
    _report_sent(office)
    closed = actions.take_plan_step(plan=plan, name="close", actor=office.district_leader)
    page = reverse("programme:budget", args=[closed.pk])
    client = client_as(user=office.district)
    assert "sau chốt <" not in client.get(page).content.decode()

    rows.append(Cost(title="Lớp ghi muộn", key="trainings:2", planned=Decimal(9), spent=Decimal(7),
                     paid_on=dt.date(2024, 12, 20), **{**common, "source": BudgetSource.OTHER}))  # fmt: skip
    closed = AnnualPlan.objects.select_related("unit").get(pk=closed.pk)
    for on in (None, dt.date(2024, 12, 31)):
        kept = budget_of(closed, on)
        assert (kept.total.planned, kept.total.allocated, kept.total.disbursed, kept.total.booked_later) == (
            500, 400, 150, 7,
        )  # fmt: skip
        by_source = {source.value: (row.disbursed, row.booked_later) for source, row in kept.by_source.items()}
        assert (by_source["district"], by_source["other"]) == ((150, 0), (0, 7))
        by_task = [(task and task.number, row.disbursed, row.booked_later) for task, row in kept.by_task]
        assert by_task == [("1", 50, 7), (None, 100, 0)]
    assert budget_of(closed, dt.date(2024, 12, 25)).total.disbursed == 157  # a cut-off of its own is still counted
    assert [(cost.title, later) for cost, _, later in budget_of(closed).cost_lines] == [
        ("Lớp 1", False), ("Lớp ghi muộn", True),
    ]  # fmt: skip
    shown = client.get(page).content.decode()
    assert "số liệu chốt ngày" in shown
    assert '<span class="n">+7</span>' in shown
    assert shown.count("ghi hoặc sửa sau khi chốt năm") == 1
    settings.WORK_YEAR = 2024
    overview = client.get(reverse("programme:dashboard")).content.decode()
    assert "sau chốt +7" in overview

    old = {name: value for name, value in closed.closing.items() if name != "budget"}
    AnnualPlan.objects.filter(pk=closed.pk).update(closing=old)
    closed.closing = old
    assert budget_of(closed).total.disbursed == 157  # closed before the money was kept
    assert "chưa giữ số kinh phí" in client.get(page).content.decode()


def test_a_report_of_a_closed_year_still_counts_at_its_own_cut_off(office, closed):
    """Only the figures of the year's last day were kept."""
    office.recognition("Ghi muộn", 3, dt.date(2024, 11, 20))
    assert _done(closed, "Công nhận mới", dt.date(2024, 11, 30)) == 1
    assert _done(closed, "Công nhận mới") == 0


def _done(plan, name, on=None):
    return next(one.done for one in measure_plan(plan, on, trend=False) if one.target.name == name)


def test_what_is_not_finished_goes_into_the_next_plan_once(office, closed):
    with pytest.raises(Denied, match="Chưa có kế hoạch năm 2025"):
        actions.carry_over(plan=closed, actor=office.district)
    fresh = actions.copy_plan(plan=closed, year=2025, actor=office.district)
    fresh.tasks.filter(number="2").update(title="Đánh giá, phân hạng năm 2025")  # the officer rewrote it: no twin left
    with pytest.raises(Denied):
        actions.carry_over(plan=closed, actor=office.neighbour)
    assert actions.carry_over(plan=closed, actor=office.district) == 1
    assert actions.carry_over(plan=closed, actor=office.district) == 0
    group = fresh.tasks.get(title="Nhiệm vụ chuyển tiếp từ năm 2024")
    carried = group.children.get()
    assert (group.number, carried.number, carried.title) == ("3", "3.1", "Đánh giá cấp huyện")
    assert carried.carried_from == closed.tasks.get(number="2")
    assert carried.ends_on == dt.date(2025, 12, 15)
    told = fresh.targets.get(name="Công nhận mới")
    assert "Năm 2024 đạt 0/3." in told.note
    assert (told.version, fresh.budget.get().version) == (2, 2), "whoever has the row's form open is told"
    assert fresh.budget.get().note == "Năm 2024 còn 300 đồng chưa giải ngân."


def test_a_carried_task_that_was_deleted_comes_back_under_a_free_number(office, closed):
    fresh = actions.copy_plan(plan=closed, year=2025, actor=office.district)
    fresh.tasks.filter(number="2").update(title="Đánh giá, phân hạng năm 2025")
    actions.carry_over(plan=closed, actor=office.district)
    group = fresh.tasks.get(title="Nhiệm vụ chuyển tiếp từ năm 2024")
    group.children.update(number="3.2")
    fresh.tasks.create(number="3.1", parent=group, title="Việc thêm", order=90, starts_on=NEW_YEAR, ends_on=NEW_YEAR)
    group.children.get(number="3.2").delete()
    assert actions.carry_over(plan=closed, actor=office.district) == 1
    assert sorted(group.children.values_list("number", flat=True)) == ["3.1", "3.2"]


def test_a_copied_task_is_marked_instead_of_doubled(office, closed):
    fresh = actions.copy_plan(plan=closed, year=2025, actor=office.district)
    assert actions.carry_over(plan=closed, actor=office.district) == 1
    assert [(task.number, task.carried_from_id is not None) for task in fresh.tasks.all()] == [
        ("1", False),
        ("2", True),
    ]


def test_the_page_is_the_units_and_the_departments(office, plan, client_as, at):
    at(NEW_YEAR)
    page = reverse("programme:closing", args=[plan.pk])
    shown = client_as(user=office.district).get(page).content.decode()
    assert "Chưa lập và gửi báo cáo năm 2024." in shown
    assert "2. Đánh giá cấp huyện" in shown
    assert reverse("programme:plan_copy", args=[plan.pk]) in shown
    assert client_as(user=office.officer).get(page).status_code == 200
    assert client_as(user=office.neighbour).get(page).status_code == 404
    assert client_as(role=Role.PRODUCER).get(page).status_code in {302, 403, 404}
    province = reverse("programme:closing", args=[office.plan.pk])
    assert client_as(user=office.district).get(province).status_code == 404
    tabs = client_as(user=office.district).get(reverse("programme:plan", args=[office.plan.pk])).content.decode()
    assert province not in tabs


def test_the_way_over_the_pages(office, plan, client_as, at):
    at(NEW_YEAR)
    officer, leader = client_as(user=office.district), client_as(user=office.district_leader)
    close = reverse("programme:plan_step", args=[plan.pk, "close"])
    assert leader.get(close).status_code in {302, 403}  # no report yet
    _report_sent(office)
    award = {"recipient": "HTX Yên Mạc", "form": "Giấy khen", "merit": "Dẫn đầu", "title": "", "decision_number": ""}
    assert officer.post(reverse("programme:award_new", args=[plan.pk]), award | {"form": ""}).status_code == 200
    assert officer.post(reverse("programme:award_new", args=[plan.pk]), award).status_code == 302
    row = plan.awards.get()
    edit = award | {"decision_number": "9/QĐ", "version": row.version}
    assert officer.post(reverse("programme:award_edit", args=[row.pk]), edit).status_code == 302
    assert "9/QĐ" in leader.get(reverse("programme:closing", args=[plan.pk])).content.decode()
    assert "chỉ còn để xem" in leader.get(close).content.decode()
    assert leader.post(close, {"version": ""}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.CLOSED
    assert officer.post(reverse("programme:award_remove", args=[row.pk])).status_code in {302, 403}
    assert plan.awards.exists()
    reopen = reverse("programme:plan_step", args=[plan.pk, "reopen"])
    assert leader.post(reopen, {"reason": "Sót"}).status_code == 302
    assert officer.post(reverse("programme:award_remove", args=[row.pk])).status_code == 302
    assert not plan.awards.exists()
    assert ReportObligation.objects.filter(unit=plan.unit, year=2024).exists()
