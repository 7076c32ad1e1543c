"""Sample pages. All figures and dates are invented."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from core.errors import Denied, FieldConflict, Stale
from core.formats import today
from core.menu import ShownEntry
from core.views import errors
from tests.face.forms import EveryField

GLYPHS = "Ẵ ẵ Ặ ặ ỡ ự ỹ ỵ Đ đ ƯỚNG Nguyễn"


class State(TextChoices):
    """States as an app declares them, with a tone each."""

    WAITING = "waiting", "Chờ kiểm tra"
    MOVING = "moving", "Trong phiên tỉnh số 2"
    SENT_BACK = "sent_back", "Trả lại để hoàn thiện"
    RETURNED = "returned", "Bị trả lại"
    DONE = "done", "Đã xong"
    IN_HAND = "in_hand", "Đang chấm"

    @property
    def tone(self) -> str:
        """The tone has the state's own name here."""
        return self.value


def menu(active: str) -> list[ShownEntry]:
    """The rail of a district officer."""
    lines = [
        ("Việc cần làm", "check2-square", 9, "todo"), ("Sản phẩm", "box-seam", 0, ""), ("Chủ thể", "people", 0, ""),
        ("Hồ sơ đánh giá", "folder", 4, "list"), ("Hội đồng", "person-workspace", 1, "room"),
        ("Tập huấn", "mortarboard", 0, ""), ("Kiểm tra", "clipboard-check", 1, ""), ("Báo cáo", "file-earmark-text", 1, ""),
    ]  # fmt: skip
    return [
        ShownEntry(label=label, url=f"/mau/{name or 'todo'}/", icon=icon, count=count, active=name == active)
        for label, icon, count, name in lines
    ]


def day(offset: int) -> dt.date:
    """A day counted from today."""
    return today() + dt.timedelta(days=offset)


def todo() -> dict[str, Any]:
    """Việc cần làm."""
    tasks = [
        ("Kiểm tra hồ sơ mới nộp", "Tinh bột sắn dây · xã Yên Thắng", day(-3), "Kiểm tra"),
        ("Kiểm tra tài liệu nộp lại", "Mật ong Yên Đồng · 2 tài liệu bổ sung", day(2), "Kiểm tra"),
        ("Gửi hồ sơ đến thành viên hội đồng", "Phiên họp số 2 · 6 hồ sơ, 10 thành viên", day(3), "Gửi hồ sơ"),
        ("Phân công tổ tư vấn thẩm định", "Cá chạch sụn kho niêu đất · xã Yên Hòa", day(4), "Phân công"),
        ("Thông báo hết hiệu lực công nhận", "Nem chua Yên Mạc · hết hạn 22/11/2024", day(9), "Lập thông báo"),
        ("Chuyển hồ sơ lên tỉnh", "Gốm Bồ Bát - Bộ đồ thờ · đề nghị đánh giá 4 sao", day(11), "Soạn công văn"),
        ("Nhập kết quả lớp tập huấn", "Lớp chủ thể tiềm năng · 60 người", day(17), "Nhập kết quả"),
    ]
    return {"tasks": tasks, "bell_count": 3}


def rows() -> list[SimpleNamespace]:
    """Dossiers of a list."""
    data: list[tuple[Any, ...]] = [
        ("Tinh bột sắn dây", "HS-2024-0135", "mới", 0, "", "Yên Thắng, Yên Mô", State.WAITING, None, -3, "Huyện Yên Mô"),
        ("Mật ong Yên Đồng", "HS-2024-0139", "mới", 0, "", "Yên Đồng, Yên Mô", State.WAITING, None, 2, "Huyện Yên Mô"),
        ("Cơm cháy Cung Đình", "HS-2024-0131", "nâng hạng", 3, "Công ty TNHH SX và PP thực phẩm An Phú",
         "Kim Chính, Kim Sơn", State.MOVING, "71.44", 4, "Hội đồng tỉnh"),
        ("Dưa lê Khánh Hải", "HS-2024-0142", "mới", 0, "HTX Nông nghiệp Đông Mai", "Khánh Hải, Yên Khánh",
         State.SENT_BACK, None, 7, "Chủ thể"),
        ("Gốm Bồ Bát - Bộ đồ thờ", "HS-2024-0128", "mới", 0, "Công ty TNHH Bảo tồn và Phát triển Gốm Bồ Bát",
         "Yên Thành, Yên Mô", State.DONE, "74.20", 11, "Huyện Yên Mô"),
        ("Trà Hoa vàng", "HS-2024-0117", "đánh giá lại", 4, "", "Nho Quan", State.IN_HAND, "78.05", 14, "UBND tỉnh"),
    ]  # fmt: skip
    names = ("name", "code", "kind", "stars", "producer", "place", "state", "points", "due", "holder")
    made = [SimpleNamespace(**dict(zip(names, line, strict=True))) for line in data]
    for row in made:
        row.due = day(row.due)
    return made


def dossier() -> dict[str, Any]:
    """A dossier as tasks."""
    steps = [
        SimpleNamespace(title="Đã nộp lần 1", when="04/10/2024", who="", reason="", state="done"),
        SimpleNamespace(title="Trả lại để hoàn thiện", when="09/10/2024", who="chủ thể đang giữ", reason="", state="now"),
        *(SimpleNamespace(title=t, when="", who="", reason="", state="") for t in
          ("Tiếp nhận", "Hội đồng huyện đánh giá", "Kết quả")),
    ]  # fmt: skip
    sections = [
        ("Phiếu đăng ký sản phẩm", "2 trang · ký ngày 02/10/2024", State.DONE),
        ("Tự đánh giá theo bộ tiêu chí", "32/32 tiêu chí · 63 điểm tự chấm", State.DONE),
        ("Phương án kinh doanh", "Tệp 1,2 MB", State.DONE),
        ("Nguồn gốc nguyên liệu, liên kết", "3 tệp, 1 tệp bị trả lại", State.RETURNED),
        ("Kiểm nghiệm, công bố chất lượng", "Chưa có tệp nào", State.WAITING),
    ]
    return {"events": steps, "sections": sections, "due": day(7)}


def score() -> dict[str, Any]:
    """A score sheet in the middle."""
    nav = [
        ("1", "Tổ chức sản xuất", "13/18", "part"),
        ("2", "Phát triển sản phẩm", "8/10", "done"),
        ("3", "Sức mạnh cộng đồng", "10/12", "done"),
    ]
    crits = [("1.1", "Nguồn nguyên liệu", "5/5"), ("1.2", "Gia tăng giá trị", "3/3"), ("1.3", "Năng lực sản xuất", "2/3"),
             ("1.4", "Liên kết chuỗi", ""), ("1.5", "Bảo vệ môi trường", "2/3")]  # fmt: skip
    strip = [
        ("1", "13/18", "part"),
        ("2", "8/10", "done"),
        ("3", "10/12", "done"),
        ("4", "10/13", "done"),
        ("5", "8/12", "done"),
        ("6", "11/16", "done"),
        ("7", "3/5", "done"),
        ("8", "2/4", "part"),
        ("9", "–/5", "none"),
    ]
    options = [("1", "Có năng lực, quy mô sản xuất mức độ nhỏ", 0), ("2", "Có năng lực, quy mô sản xuất trung bình", 4),
               ("3", "Có năng lực, quy mô sản xuất lớn, có thể đáp ứng thị trường xuất khẩu", 5)]  # fmt: skip
    return {
        "nav": nav,
        "crits": crits,
        "strip": strip,
        "options": options,
        "saved_at": dt.datetime(2024, 10, 18, 14, 5),
    }


def room() -> dict[str, Any]:
    """A council at work."""
    people = [("Chủ tịch hội đồng", "Phó Chủ tịch UBND huyện", "14:19"), ("Phó chủ tịch hội đồng", "Trưởng phòng NN&PTNT", "14:22"),
              ("Thư ký", "Phòng NN&PTNT", "14:16"), ("Ủy viên 1", "Phòng Kinh tế và Hạ tầng", ""),
              ("Ủy viên 2", "Phòng Tài chính - Kế hoạch", "14:24"), ("Ủy viên 4", "Phòng Tài nguyên và Môi trường", "")]  # fmt: skip
    return {"people": people, "hide_rail": True}


def result() -> dict[str, Any]:
    """A closed assessment."""
    return {
        "parts": [
            ("A Sản phẩm, cộng đồng", "28.25", 40),
            ("B Khả năng tiếp thị", "16.75", 25),
            ("C Chất lượng sản phẩm", "24.50", 35),
        ]
    }


def listing() -> dict[str, Any]:
    """A list with its pager."""
    page = Paginator(rows() * 8, 6).page(1)
    return {"page": page, "rows": page.object_list}


def components() -> dict[str, Any]:
    """One of each."""
    stored = [
        SimpleNamespace(name="Phiếu kiểm nghiệm tháng 9.pdf", size=1_240_000, url="#", kind="pdf", note="trang 4/12", missing=False, scanning=False),
        SimpleNamespace(name="Ảnh nhà xưởng.jpg", size=640_000, url="#", kind="image", note="", missing=False, scanning=True),
        SimpleNamespace(name="Hợp đồng liên kết.pdf", size=0, url="#", kind="pdf", note="", missing=True, scanning=False),
    ]  # fmt: skip
    job = SimpleNamespace(label="Nhập danh sách sản phẩm", state="running", done=320, total=1000, message="đang kiểm tra dòng 320",
                          cancel_requested=False, created_at=dt.datetime(2024, 10, 14, 7, 0, tzinfo=dt.UTC), error="", result=None,
                          pk=uuid.UUID(int=7))  # fmt: skip
    failed = SimpleNamespace(
        **(vars(job) | {"state": "failed", "error": "Dòng 12: chưa có tên chủ thể. Sửa bảng tính rồi nhập lại."})
    )
    return {"states": list(State), "days": [day(-3), day(0), day(2), day(25)], "stored": stored, "glyphs": GLYPHS, "job": job,
            "failed": failed, "none": Paginator([], 10).page(1)}  # fmt: skip


CONTEXTS: dict[str, Callable[[], dict[str, Any]]] = {
    "todo": todo, "list": listing, "dossier": dossier, "score": score, "room": room, "result": result, "components": components,
}  # fmt: skip


def sample(request: HttpRequest, name: str = "components", **_: Any) -> HttpResponse:
    """One sample page."""
    context: dict[str, Any] = {"menu": menu(name), "bell_count": 3, "is_demo": True}
    if name in {"form", "upload"}:
        form = EveryField(request.POST, request.FILES) if request.method == "POST" else EveryField()
        if request.method == "POST":
            form.is_valid()
        context["form"] = form
    if name == "components":
        messages.success(request, "Đã nộp hồ sơ HS-2024-0142 lúc 14:05 14/10/2024.")
        messages.error(request, "Chưa chốt được: còn thiếu 3 phiếu đánh giá.")
        messages.warning(request, "Chênh lệch giữa các phiếu là 14 điểm. Đề nghị hội đồng trao đổi trước khi chốt.")
    if name == "confirm":
        context |= {"heading": "Chốt kết quả đánh giá", "action_label": "Chốt kết quả", "back_url": "/mau/room/",
                    "what": ["Điểm trung bình của 8 phiếu được tính và ghi vào kết quả.", "Thành viên và chủ thể nhận thông báo."],
                    "undone": "Sau khi chốt, phiếu đánh giá không sửa được nữa."}  # fmt: skip
        return render(request, "components/confirm.html", context)
    return render(request, f"face/{name}.html", context | CONTEXTS.get(name, dict)())


SAVES: list[dict[str, str]] = []
ANSWERS: list[HttpResponse | str] = []


@csrf_exempt
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Take a row; tests put other answers into ANSWERS first."""
    if ANSWERS:
        answer = ANSWERS.pop(0)
        if answer == "drop":
            return HttpResponse("<html><body>Chào mừng đến với mạng Wi-Fi</body></html>")
        if answer == "gone":
            return HttpResponse("Phiên đăng nhập đã kết thúc.", status=401)
        return HttpResponse(status=503)
    SAVES.append({key: value for key, value in request.POST.items() if key != "csrfmiddlewaretoken"})
    return JsonResponse({"saved_at": "14:05", "version": len(SAVES), "fragments": {"tong": "67"}})


@csrf_exempt
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Take one file; refuse those whose name says so."""
    sent = request.FILES["file"]
    if "hong" in str(sent.name):
        return JsonResponse({"error": "Tệp bị hỏng, không mở được."}, status=400)
    return JsonResponse({"id": 7, "name": sent.name, "size": sent.size, "remove_url": "/mau/upload/tep/"})


TURNS = {"count": 0}


def part(request: HttpRequest, name: str) -> HttpResponse:
    """A fragment that changes each time."""
    TURNS["count"] += 1
    again = " data-live-again" if TURNS["count"] < 3 else ""
    return HttpResponse(f'<p{again} class="turn">Lần {TURNS["count"]}</p>')


class _Product:
    version = 4

    def __str__(self) -> str:
        return "Bột rau má Vân Trà"


def error(request: HttpRequest, name: str) -> HttpResponse:
    """Each page for what went wrong."""
    if name == "stale":
        fields = [
            FieldConflict("Tên sản phẩm", "Bột rau má Vân Trà", "Bột rau má"),
            FieldConflict("Sản lượng", "42 tấn", "40 tấn"),
        ]
        return errors.stale_page(request, Stale(_Product(), fields, "Trần Văn Ước"))
    if name == "denied":
        return errors.denied_page(request, Denied("Phiên đã đóng lúc 14:41, phiếu không nhận thêm điểm."))
    pages = {"400": errors.bad_request, "403": errors.forbidden, "404": errors.not_found, "413": errors.too_large,
             "429": errors.too_many, "500": errors.server_error, "503": errors.unavailable, "csrf": errors.csrf_failure}  # fmt: skip
    return pages[name](request)
