"""Chooses the command and turns every expected end into one line and an exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType

from . import backup, commands
from .config import Config, from_environment
from .console import Stop, complain, say, table

INTERRUPTED = 130

COMMANDS: dict[str, tuple[Callable[[Config, list[str]], int], str]] = {
    "run": (commands.run, "cài đặt những gì còn thiếu, khởi động cổng, dừng bằng Ctrl-C"),
    "test": (commands.test, "chạy toàn bộ kiểm thử; tham số thêm chuyển cho pytest"),
    "lint": (commands.lint, "kiểm tra mã nguồn; có thể nêu tên từng phép kiểm"),
    "fmt": (commands.fmt, "định dạng mã nguồn"),
    "bench": (commands.bench, "đo tốc độ và bộ nhớ"),
    "backup": (backup.backup, "sao lưu cơ sở dữ liệu và tệp: ./portal backup TỆP"),
    "restore": (backup.restore, "phục hồi từ bản sao lưu: ./portal restore TỆP [--force]"),
    "shell": (commands.shell, "mở Django shell, hoặc chạy một lệnh quản trị: ./portal shell LỆNH"),
    "audit": (commands.audit, "kiểm tra chuỗi nhật ký kiểm toán"),
}


def usage() -> str:
    """The list of commands."""
    rows = [(name, text) for name, (_, text) in COMMANDS.items()]
    return (
        "Cổng quản lý OCOP. Cách dùng: ./portal LỆNH\n\n"
        f"{table(rows)}\n\n"
        "Biến môi trường: PORT (8000), DATA_DIR (var), DATABASE_URL, REDIS_URL; xem docs/van-hanh.md."
    )


def _interrupt(number: int, frame: FrameType | None) -> None:
    """The first signal stops in order; later ones are ignored, since every stop has a time limit."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Run one command and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        say(usage())
        return 0
    if arguments[0] not in COMMANDS:
        complain(f"Không có lệnh «{arguments[0]}». / Unknown command.\n\n{usage()}")
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    command, _ = COMMANDS[arguments[0]]
    try:
        return command(from_environment(), arguments[1:])
    except Stop as stop:
        if stop.details:
            complain(stop.details)
        complain(f"portal: {stop}")
        return 1
    except KeyboardInterrupt:
        complain("\nportal: đã ngắt. / interrupted.")
        return INTERRUPTED
