"""`./portal bench`: how fast the portal is, as ratios to what this machine can do at all.

It fills an empty database with a province of the chosen size, starts gunicorn as in use (3 workers), and fires at it
from 8 connections. Load generator and servers share the machine, so figures compare within one run, not between
machines. Measured, never asserted: the targets are printed beside the figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from benchmarks.load import Make, Measured, Shot, in_turns, measure

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
YEAR_PLAYED = dt.date(2024, 10, 14)  # districts still exist then
os.environ["OCOP_CLOCK_SHIFT_DAYS"] = str((YEAR_PLAYED - dt.datetime.now(dt.UTC).date()).days)

COOKIE = "sessionid"
TOKEN = "b" * 32


def options() -> argparse.Namespace:
    """Sizes and seconds."""
    parser = argparse.ArgumentParser(prog="./portal bench", description="Đo tốc độ và bộ nhớ.")
    parser.add_argument("--products", type=int, default=2_000)
    parser.add_argument("--members", type=int, default=20)
    parser.add_argument("--sheets", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2_000, help="dòng của phụ lục dài")
    parser.add_argument("--import-rows", type=int, default=5_000, help="dòng của bảng tính nhập vào")
    parser.add_argument("--only-imports", action="store_true", help="chỉ đo nhập bảng tính")
    return parser.parse_args()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settle() -> None:
    """Bring the freshly filled database to rest, as one in use is: statistics taken, everything on disk.

    Otherwise autovacuum and the checkpoint of what was just loaded fall somewhere into the measurements.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_has_role(current_user, 'pg_checkpoint', 'USAGE')")
        if cursor.fetchone()[0]:
            cursor.execute("CHECKPOINT")
    os.sync()


def start_web(port: int, workers: int) -> subprocess.Popen[bytes]:
    """gunicorn as `./portal run` starts it, with the floor's pages."""
    env = {**os.environ, "PORT": str(port), "WEB_WORKERS": str(workers), "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "ocop_portal.wsgi:application"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("Máy chủ web không khởi động được.")


def memory(server: subprocess.Popen[bytes]) -> list[int]:
    """MiB of each worker, each shared page counted in shares (PSS)."""
    found = []
    for folder in os.listdir("/proc"):
        if not folder.isdigit():
            continue
        try:
            with open(f"/proc/{folder}/status", encoding="ascii", errors="replace") as file:
                parent = next(line.split()[1] for line in file if line.startswith("PPid:"))
            if parent != str(server.pid):
                continue
            with open(f"/proc/{folder}/smaps_rollup", encoding="ascii") as file:
                found.append(next(int(line.split()[1]) // 1024 for line in file if line.startswith("Pss:")))
        except (OSError, StopIteration):
            continue
    return sorted(found)


def statements(path: str, cookie: str) -> int:
    """SQL statements of one warm GET of a page, counted in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies[COOKIE] = cookie
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


class Report:
    """Measures and prints the lines; one with a floor is measured in turns with it."""

    def __init__(self, port: int, seconds: float, concurrency: int) -> None:
        self.port, self.seconds, self.concurrency = port, seconds, concurrency
        self.floors: dict[str, Make] = {}
        print(f"\n{'':34}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>5}  so với sàn, đo xen kẽ (mục tiêu)")

    def floor(self, key: str, label: str, make: Make, *, sql: int | None = None) -> None:
        """Measure what other lines are compared with."""
        self.floors[key] = make
        self._print(label, measure(self.port, make, seconds=self.seconds, concurrency=self.concurrency), sql)

    def line(self, label: str, make: Make, *, floor: str, target: float = 0, sql: int | None = None) -> None:
        """Measure a line beside the floor of that key."""
        made, ratio = in_turns(self.port, make, self.floors[floor], seconds=self.seconds, concurrency=self.concurrency)
        goal = f" (≥{target})" if target else ""
        self._print(label, made, sql, f"{ratio:.2f} × {floor}{goal}")

    @staticmethod
    def _print(label: str, made: Measured, sql: int | None, remark: str = "") -> None:
        count = "" if sql is None else str(sql)
        print(f"{label:34}{made.rate:9.0f}{made.p50:9.1f}{made.p95:9.1f}{count:>5}  {remark}", flush=True)
        if made.bad:
            print(f"    {made.bad}/{made.count} lần không thành: {made.last_bad}", flush=True)


def timed(label: str, work: Callable[[], bytes], times: int = 3) -> None:
    """Print the median seconds of a piece of work done in this process."""
    took = []
    size = 0
    for _ in range(times):
        began = time.perf_counter()
        size = len(work())
        took.append(time.perf_counter() - began)
    print(f"{label:34}{statistics.median(took):9.2f} s   {size // 1024} KiB", flush=True)


def _signed(cookie: str) -> tuple[tuple[str, str], ...]:
    return (("Cookie", f"{COOKIE}={cookie}"),) if cookie else ()


def _page(path: str, cookie: str = "") -> Make:
    shot = Shot(path, headers=_signed(cookie))
    return lambda _worker, _number: shot


def _saves(world: Any) -> Make:
    """Choices of twenty members in turn, each on the own sheet."""
    from django.urls import reverse

    members = [world.cookies[user.pk] for user in world.members]

    def save(worker: int, number: int) -> Shot:
        _, code, index = world.criteria[number % len(world.criteria)]
        headers = (
            ("Cookie", f"{COOKIE}={members[worker % len(members)]}; csrftoken={TOKEN}"),
            ("X-CSRFToken", TOKEN),
            ("Content-Type", "application/x-www-form-urlencoded"),
        )
        path = reverse("evaluations:save_line", args=[world.assessment.pk, code])
        return Shot(path, "POST", f"m-{code}={index}".encode(), headers)

    return save


def measure_pages(world: Any, port: int, chosen: argparse.Namespace) -> None:
    """Every line of the table of requests."""
    from django.urls import reverse

    from benchmarks.floor import BARE

    report = Report(port, chosen.seconds, chosen.concurrency)
    officer, member = world.cookies[world.officer.pk], world.cookies[world.members[1].pk]

    def floor(key: str, label: str, path: str, cookie: str) -> None:
        report.floor(key, label, _page(path, cookie), sql=statements(path, cookie) if cookie else 1)

    def page(label: str, path: str, cookie: str = "", *, floor: str = "sàn", target: float = 0) -> None:
        report.line(label, _page(path, cookie), floor=floor, target=target, sql=statements(path, cookie))

    sheet = reverse("evaluations:sheet", args=[world.assessment.pk])
    rows, room = reverse("products:dossiers"), reverse("evaluations:room", args=[world.session.pk])
    floor("trần", "sàn: một câu, không lớp giữa", BARE, "")
    floor("sàn", "sàn: một câu sau đăng nhập", "/san/mot-cau/", officer)
    floor("danh sách thô", "sàn: 50 dòng, khuôn viết tay", "/san/danh-sach/", officer)
    floor("phiếu thô", "sàn: phiếu HTML trần", f"/san/phieu/{world.assessment.pk}/", member)
    page("danh sách hồ sơ", rows, officer, floor="danh sách thô", target=0.7)
    page("danh sách hồ sơ, tìm “com chay”", f"{rows}?q=com+chay", officer, floor="danh sách thô", target=0.7)
    page("trang hồ sơ", reverse("products:dossier", args=[world.dossier.pk]), officer)
    page("phiếu chấm", sheet, member, floor="phiếu thô", target=0.6)
    report.line("lưu một dòng điểm", _saves(world), floor="sàn", target=0.6)
    page("phòng họp: hỏi tiến độ", f"{room}?phan=1", officer)
    page("xác minh công khai", reverse("catalogue:verify", args=[world.recognition.verify_code]))
    submit_together(world, port, sheet)


def submit_together(world: Any, port: int, sheet: str) -> None:
    """Every member's whole sheet, all at the same instant: how long the last one waits."""
    import threading

    from evaluations import actions
    from evaluations.models import ScoreSheet

    choices = {code: (index, "") for _, code, index in world.criteria}
    for user in world.members:
        actions.save_lines(assessment_id=world.assessment.pk, choices=choices, actor=user)
    barrier = threading.Barrier(len(world.members))
    waits: list[float] = []

    def hand_in(cookie: str) -> None:
        import http.client

        body = f"csrfmiddlewaretoken={TOKEN}&confirm=1"
        headers = {
            "Cookie": f"{COOKIE}={cookie}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        shot = Shot(f"{sheet}nop/", "POST", body.encode())
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        barrier.wait()
        began = time.perf_counter()
        connection.request(shot.method, shot.path, body=shot.body, headers=headers)
        connection.getresponse().read()
        waits.append((time.perf_counter() - began) * 1000)

    people = [threading.Thread(target=hand_in, args=(world.cookies[user.pk],)) for user in world.members]
    for person in people:
        person.start()
    for person in people:
        person.join()
    done = ScoreSheet.objects.filter(assessment=world.assessment, state="submitted").count()
    print(
        f"{'nộp phiếu cùng lúc':34}{len(waits):9d} người: giữa {statistics.median(waits):.0f} ms, "
        f"chậm nhất {max(waits):.0f} ms, {done} phiếu đã nhận",
        flush=True,
    )


def measure_papers(rows: int) -> None:
    """A decision with a short annex, and one with a very long one."""
    from decimal import Decimal

    from documents.forms_of_paper import recognition_decision as decision
    from documents.forms_of_paper.common import ProductGroup, ProductLine
    from documents.papers_common import Issue, people_committee
    from documents.printing import print_pdf

    def paper(count: int) -> bytes:
        line = ProductLine("Bột rau má", "HTX đo tốc độ", "xã Yên Thắng", Decimal("65.8"))
        group = ProductGroup("Sản phẩm được công nhận hạng 3 sao", (line,) * count, 3)
        facts = decision.Facts(area="huyện Yên Mô", year=2024, groups=(group,))
        issue = Issue(people_committee("huyện Yên Mô"), "QĐ-UBND")
        return print_pdf(decision.paper(issue, facts, decision.texts(facts)))

    print()
    timed("quyết định, phụ lục 10 dòng", lambda: paper(10))
    timed(f"quyết định, phụ lục {rows} dòng", lambda: paper(rows), times=1)


def main() -> int:
    """Build, measure, print."""
    chosen = options()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    from benchmarks.data import build

    world = build(products=chosen.products, members=chosen.members, sheets=chosen.sheets)
    settle()
    print(
        f"Dữ liệu: {chosen.products} sản phẩm, {chosen.members} thành viên, {chosen.sheets} phiếu × "
        f"{len(world.criteria)} dòng, lập trong {time.perf_counter() - began:.0f} s; {chosen.workers} tiến trình web, "
        f"{chosen.concurrency} kết nối, {os.cpu_count()} lõi."
    )
    from benchmarks import imports

    if chosen.only_imports:
        imports.measure(world.officer, chosen.import_rows)
        return 0
    port = free_port()
    web = start_web(port, chosen.workers)
    try:
        measure_pages(world, port, chosen)
        print(f"\nBộ nhớ mỗi tiến trình web (MiB): {memory(web)}")
    finally:
        web.terminate()
        web.wait(20)
    measure_papers(chosen.rows)
    imports.measure(world.officer, chosen.import_rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
