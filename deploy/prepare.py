"""Bring a database to the state the code needs: migrations, static files, reference and demonstration data.

`./portal run` wants both parts, the image only `--static`, the `migrate` service of docker-compose.yml only `--database`.
Runs any number of times; the data is loaded once per database, remembered in the database itself, so that it is
remembered through backup and restore.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

NOT_SERVED = [
    "*.map",
    "*.d.ts",
    "*.cjs",
    "*.mjs",
    "*.woff",
    "*.scss",
    "*.rtl*",
    "esm",
    "cjs",
    "types",
    "CVS",
    ".*",
    "*~",
]
BASE = Path(__file__).resolve().parent.parent
LOCK = 7_220_148  # advisory lock: two containers that start together prepare one after the other


def main(arguments: list[str]) -> int:
    """Do the parts asked for; the commands' own output goes to the log named in the arguments, ours to the terminal."""
    import django

    sys.path.insert(0, str(BASE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    paths = [argument for argument in arguments if not argument.startswith("--")]
    with open(paths[0], "a", encoding="utf-8") if paths else nullcontext(sys.stderr) as log:
        try:
            django.setup()
            if "--database" not in arguments:
                collect(log)
            if "--static" not in arguments:
                prepare(log)
        except Exception as error:
            traceback.print_exc(file=log)
            say(f"  ! {type(error).__name__}: {error}")
            return 1
    return 0


def prepare(log: TextIO) -> None:
    """Migrate and load under a lock."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        # Waiting for another container's migrations may take longer than a request ever should.
        cursor.execute("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        # A migration that cannot have its table soon gives up, instead of queueing every page behind itself.
        cursor.execute("SELECT set_config('lock_timeout', '10s', false)")
    announce(
        "Cập nhật cấu trúc cơ sở dữ liệu", lambda: call_command("migrate", interactive=False, verbosity=1, stdout=log)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS portal_setup (step text PRIMARY KEY, done_at timestamptz NOT NULL DEFAULT now())"
        )
    call_command("grant_roles", stdout=log)
    once("load_reference", "Nạp dữ liệu tham chiếu", log)
    once("fill_self_stars", "Bổ sung hạng sao tự đánh giá của hồ sơ cũ", log)  # after the law that it is computed with
    if settings.DEMO:
        once("load_demo", "Nạp dữ liệu dùng thử", log)


def collect(log: TextIO) -> None:
    """Gather the static files with hashed names and compressed copies, when one of them has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    total = hashlib.sha256(repr(NOT_SERVED).encode())
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            status = Path(storage.path(name)).stat()
            total.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if mark.exists() and mark.read_text() == total.hexdigest():
        return
    announce(
        "Gom tệp giao diện",
        lambda: call_command(
            "collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=NOT_SERVED, stdout=log
        ),
    )
    mark.write_text(total.hexdigest())


def once(command: str, label: str, log: TextIO) -> None:
    """Run a loading command unless this database has it; an interrupted one runs again."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM portal_setup WHERE step = %s", [command])
        if cursor.fetchone():
            return
    announce(label, lambda: call_command(command, stdout=log))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO portal_setup (step) VALUES (%s) ON CONFLICT DO NOTHING", [command])


def announce(label: str, work: Callable[[], object]) -> None:
    """Say what begins and, when it took noticeable time, how long."""
    say(f"  · {label} …")
    began = time.monotonic()
    work()
    if (took := time.monotonic() - began) >= 2:
        say(f"    xong sau {took:.0f} giây")


def say(text: str) -> None:
    """Write one line to the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
