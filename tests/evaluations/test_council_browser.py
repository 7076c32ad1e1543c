"""The evening of a council in the browser: seven members on tablets and phones, a cut line, a lost session, the chair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from evaluations import actions
from evaluations.models import Assessment, Result, ScoreSheet
from tests.browser import DESK, PHONE, TABLET, Watch, check_page
from tests.conftest import BACKEND
from tests.evaluations.council_world import CouncilWorld, build, near
from tests.law import ensure_law

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(law_in_database: None, transactional_db: None) -> CouncilWorld:
    """A council of seven in committed rows."""
    ensure_law()
    return build()


def sign_in(context: BrowserContext, user: User, url: str) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])
    return key


def pick(page: Page, code: str, index: int | None) -> None:
    value = "khong" if index is None else str(index)
    page.locator(f"[name='m-{code}'][value='{value}']").check(force=True)


def test_seven_members_score_and_the_chair_closes(
    room: CouncilWorld, live_server: Any, new_person: Callable[..., Page]
) -> None:
    item = room.scoring(1)[0]
    base = live_server.url
    steps = near(room.form, 72)
    last = list(steps)[-1]
    for place in range(6):
        choices = {code: (index, "") for code, index in steps.items() if place > 1 or code != last}
        actions.save_lines(assessment_id=item.pk, choices=choices, actor=room.people[place])
    for place, width in ((0, TABLET), (1, PHONE)):
        page = new_person(width)
        watch = Watch(page)
        sign_in(page.context, room.people[place], base)
        page.goto(f"{base}/cham-diem/{item.pk}/")
        expect(page.locator("[data-left]:visible").first).to_have_text("còn 1 tiêu chí")
        pick(page, last, steps[last])
        expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=4_000)
        expect(page.locator("[data-left]:visible").first).to_have_text("đã chấm đủ")
        check_page(page, watch, picture="cham-diem")
        page.goto(f"{base}/cham-diem/{item.pk}/nop/")
        check_page(page, watch)
        page.get_by_role("button", name="Nộp phiếu").click()
        expect(page.get_by_text("Đã nộp phiếu.")).to_be_visible()
        assert page.locator(".opt-input:not(:disabled)").count() == 0
    for place in range(2, 6):
        actions.submit_sheet(assessment_id=item.pk, actor=room.people[place])
    chair = new_person(DESK)
    watch = Watch(chair)
    sign_in(chair.context, room.people[0], base)
    chair.goto(f"{base}/phien-hop/{item.session_id}/phong/")
    expect(chair.locator(".sheets-in")).to_contain_text("6/7 phiếu đã nộp")
    expect(chair.get_by_role("button", name="Chốt kết quả")).to_be_disabled()
    check_page(chair, watch, picture="phong-hop")
    room.submit(item, 6, 72)
    chair.get_by_role("link", name="Chốt kết quả").click(timeout=15_000)
    check_page(chair, watch)
    chair.get_by_role("button", name="Chốt kết quả").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text("Kết quả")
    check_page(chair, watch, picture="ket-qua")
    assert Result.objects.get().sheets == 7


def test_a_cut_line_loses_nothing(room: CouncilWorld, live_server: Any, new_person: Callable[..., Page]) -> None:
    item = room.scoring(1)[0]
    page = new_person(TABLET)
    sign_in(page.context, room.people[2], live_server.url)
    page.goto(f"{live_server.url}/cham-diem/{item.pk}/")
    pick(page, "1.1", 0)
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=4_000)
    page.context.set_offline(True)
    for code in ("1.2", "1.3", "1.5"):
        pick(page, code, 1)
    expect(page.locator("[data-save-state]")).to_contain_text("Chưa lưu", timeout=4_000)
    page.wait_for_timeout(6_000)
    assert ScoreSheet.objects.get(member=room.members[2]).lines.count() == 1
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=40_000)
    assert ScoreSheet.objects.get(member=room.members[2]).lines.count() == 4


def test_a_lost_sign_in_is_said_and_nothing_is_lost(
    room: CouncilWorld, live_server: Any, new_person: Callable[..., Page]
) -> None:
    item = room.scoring(1)[0]
    page = new_person(TABLET)
    sign_in(page.context, room.people[2], live_server.url)
    page.goto(f"{live_server.url}/cham-diem/{item.pk}/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    pick(page, "1.2", 1)
    expect(page.locator("[data-save-state]")).to_contain_text("phiên đăng nhập đã hết", timeout=6_000)
    sign_in(page.context, room.people[2], live_server.url)
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=40_000)
    assert ScoreSheet.objects.get(member=room.members[2]).lines.count() == 1


def test_a_sheet_by_keyboard_and_without_scripts(
    room: CouncilWorld, live_server: Any, new_person: Callable[..., Page]
) -> None:
    item = room.scoring(1)[0]
    page = new_person(DESK)
    watch = Watch(page)
    sign_in(page.context, room.people[2], live_server.url)
    page.goto(f"{live_server.url}/cham-diem/{item.pk}/")
    page.locator("[name='m-1.1']").first.focus()
    page.keyboard.press("3")
    expect(page.locator("[name='m-1.1']:checked")).to_have_attribute("data-points", "3")
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    expect(page.locator("[name='m-1.2']:checked")).to_have_attribute("data-points", "2")
    expect(page.locator("[data-sum-total]")).to_have_text("5")
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=4_000)
    check_page(page, watch, picture="cham-diem-ban")
    plain = new_person(DESK, java_script_enabled=False)
    sign_in(plain.context, room.people[3], live_server.url)
    plain.goto(f"{live_server.url}/cham-diem/{item.pk}/")
    for code, index in near(room.form, 60).items():
        pick(plain, code, index)
    plain.get_by_role("button", name="Lưu, kiểm tra và nộp").click()
    plain.get_by_role("button", name="Nộp phiếu").click()
    assert ScoreSheet.objects.get(member=room.members[3]).state == "submitted"
    assert Assessment.objects.get(pk=item.pk).state == "open"
