"""The commands of the launcher, except backup and restore."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import signal
import socket
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .config import Config, hold_data_dir, prepare_data_dir, secret_key
from .console import Stop, say, step, table, tail
from .install import install
from .processes import Command, Supervisor, run_tool, spawn
from .services import announce, postmaster, servers

READY_WITHIN = 180
DEMO_BEGINS = dt.date(2024, 10, 14)  # a Monday in the middle of the year that the demonstration plays
VIETNAM = dt.timezone(dt.timedelta(hours=7))
DEMO_PASSWORD = "ocop-demo-2024"  # noqa: S105 (printed for newcomers; the accounts exist in demonstrations only)
DEMO_ACCOUNTS = [
    ("quantri", "Quản trị hệ thống"),
    ("so-canbo", "Cán bộ Sở, thư ký hội đồng tỉnh"),
    ("so-lanhdao", "Lãnh đạo Sở"),
    ("huyen-yenmo", "Cán bộ huyện Yên Mô, thư ký hội đồng huyện"),
    ("huyen-yenmo-lanhdao", "Lãnh đạo huyện Yên Mô"),
    ("huyen-giavien", "Cán bộ huyện Gia Viễn"),
    ("xa-yenthang", "Cán bộ xã Yên Thắng"),
    ("chuthe-vantra", "Chủ thể: HTX rau, củ, quả Vân Trà"),
    ("tuvan-yenmo, tuvan-tinh", "Tổ tư vấn huyện, tổ tư vấn tỉnh"),
    ("hd-yenmo-1 … hd-yenmo-7", "Hội đồng huyện Yên Mô (1 chủ tịch, 7 thư ký)"),
    ("hd-tinh-1 … hd-tinh-9", "Hội đồng tỉnh (1 chủ tịch, 9 thư ký)"),
]


def check_port(config: Config) -> None:
    """Refuse at once when the address is taken, before anything is installed or started."""
    family = socket.AF_INET6 if ":" in config.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.bind, config.port))
            probe.listen(1)
        except OSError as error:
            raise Stop(
                f"Không mở được cổng {config.port} trên {config.bind} ({error.strerror}); hãy đặt PORT khác, ví dụ PORT=8001.",
                f"Port {config.port} is busy or not allowed; set another PORT.",
            ) from error


def run(config: Config, arguments: list[str]) -> int:
    """Install, start everything, and watch until Ctrl-C."""
    refuse_arguments(arguments)
    check_port(config)
    prepare_data_dir(config)
    lock = hold_data_dir(config)
    try:
        say("Cổng quản lý OCOP")
        install(config)
        supervisor = Supervisor()
        with servers(config, supervisor) as urls:
            announce(urls, config)
            env = portal_environment(config, urls)
            prepare(config, env)
            start_components(config, supervisor, env)
            await_ready(config, supervisor, env)
            greet(config, env)
            try:
                supervisor.watch()
            except KeyboardInterrupt:
                say("\nĐang dừng …")
        say("Đã dừng.")
        return 0
    finally:
        os.close(lock)


def refuse_arguments(arguments: list[str]) -> None:
    """Commands without arguments say so instead of ignoring them."""
    if arguments:
        raise Stop(f"Lệnh này không nhận tham số: {' '.join(arguments)}", "This command takes no arguments.")


def portal_environment(config: Config, urls: dict[str, str]) -> dict[str, str]:
    """The variables of web, workers and beat."""
    env = config.environment(**urls)
    if env.get("OCOP_DEMO", "").lower() in {"1", "true", "yes", "on"}:
        env.setdefault("SECRET_KEY", secret_key(config))
        env.setdefault("OCOP_CLOCK_SHIFT_DAYS", str(demo_clock_shift(config)))
    return env


def demo_clock_shift(config: Config) -> int:
    """Whole days between today and the demonstration's calendar; fixed at the first run, so its days go by too."""
    kept = config.data / "demo-clock"
    if not kept.exists():
        kept.write_text(str((DEMO_BEGINS - dt.datetime.now(VIETNAM).date()).days), encoding="ascii")
    return int(kept.read_text(encoding="ascii"))


def prepare(config: Config, env: dict[str, str]) -> None:
    """Migrate, collect static files, load reference and demonstration data (each once per database)."""
    log = config.logs / "prepare.log"
    result = run_tool(
        [config.python, config.base / "deploy" / "prepare.py", log], env=env, cwd=config.base, inherit_output=True
    )
    if result.returncode:
        raise Stop(
            f"Không chuẩn bị được cơ sở dữ liệu, nhật ký: {log}. Chạy lại sẽ tiếp tục.",
            "The database could not be prepared; running again resumes.",
        )


def start_components(config: Config, supervisor: Supervisor, env: dict[str, str]) -> None:
    """Start the worker, the worker of long work, beat and web."""
    celery: Command = [config.python, "-m", "celery", "-A", "ocop_portal", "--workdir", config.base]
    beat: Command = [*celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", config.data / "beat-schedule"]
    web: Command = [
        config.python,
        "-m",
        "gunicorn",
        "--config",
        config.base / "deploy/gunicorn.conf.py",
        "ocop_portal.wsgi:application",
    ]
    for name, queue, processes in (("worker", "celery", env.get("WORKER_PROCESSES", "2")), ("jobs", "jobs", "1")):
        worker: Command = [*celery, "worker", "--queues", queue, "--hostname", f"{name}@%h", "--concurrency", processes]
        # A warm stop of a worker can last as long as its task; when the launcher is killed it must go at once instead.
        # Tasks are acknowledged late and looked for in the database, so none is lost.
        supervisor.add(
            spawn(
                name,
                [*worker, "--loglevel", "INFO", "--without-gossip", "--without-mingle"],
                env=env,
                cwd=config.base,
                log=config.logs / f"{name}.log",
                death_signal=signal.SIGQUIT,
                patience=10,
            )
        )
    supervisor.add(spawn("beat", beat, env=env, cwd=config.base, log=config.logs / "beat.log", patience=5))
    supervisor.add(spawn("web", web, env=env, cwd=config.base, log=config.logs / "web.log", patience=10))


def await_ready(config: Config, supervisor: Supervisor, env: dict[str, str]) -> None:
    """Wait until /readyz answers 200: database, migrations, Redis, both workers and beat."""
    with step("Khởi động web, worker, beat"):
        deadline = time.monotonic() + READY_WITHIN
        answer = ""
        while time.monotonic() < deadline:
            supervisor.check()
            ready, answer = probe(config.address + "readyz", env)
            if ready:
                return
            time.sleep(0.3)
    raise Stop(
        f"Cổng chưa sẵn sàng sau {READY_WITHIN} giây, nhật ký: {config.logs}.",
        "The portal did not become ready.",
        details=answer,
    )


def probe(address: str, env: dict[str, str]) -> tuple[bool, str]:
    """Whether an address answers 200, and what it said. Asked as the reverse proxy would ask."""
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 (our own address)
    if host := env.get("ALLOWED_HOSTS", "").split(",")[0]:
        request.add_header("Host", host)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as answer:
            return answer.status == 200, answer.read(2000).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return False, error.read(2000).decode("utf-8", "replace")
    except OSError as error:
        return False, str(error)


def greet(config: Config, env: dict[str, str]) -> None:
    """Print the address and who can sign in."""
    say()
    say(f"Cổng đã sẵn sàng: {config.address}")
    if env.get("OCOP_DEMO", "").lower() in {"1", "true", "yes", "on"}:
        say(f"\nTài khoản dùng thử (mật khẩu chung: {DEMO_PASSWORD}):")
        say(table(DEMO_ACCOUNTS))
    say("\nNhấn Ctrl-C để dừng.")


@contextmanager
def throw_away(config: Config, *, durable: bool = False) -> Iterator[dict[str, str]]:
    """A temporary data folder with its own PostgreSQL (fsync off unless `durable`) and Redis; nothing of it remains."""
    folder = Path(tempfile.mkdtemp(prefix="ocop-test-"))
    supervisor = Supervisor()
    try:
        with servers(config, supervisor, data=folder, durable=durable) as urls:
            env = config.environment(**urls)
            env.update(DATA_DIR=str(folder), OCOP_DEMO="1", SECRET_KEY=secrets.token_urlsafe(50))
            for name in ("DEBUG", "OCOP_HTTPS", "S3_BUCKET", "EMAIL_HOST", "SENTRY_DSN", "CLAMD_ADDRESS"):
                env.pop(name, None)  # a developer's own settings must not reach the tests
            yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def collect_static(config: Config, env: dict[str, str]) -> None:
    """Gather the static files of the throw-away installation."""
    log = Path(env["DATA_DIR"]) / "log" / "static.log"
    if run_tool(
        [config.python, config.base / "deploy" / "prepare.py", "--static", log], env=env, cwd=config.base
    ).returncode:
        raise Stop("Không gom được tệp giao diện.", "collectstatic failed.", details=tail(log))


def test(config: Config, arguments: list[str]) -> int:
    """Run pytest on own servers; its summary line is the last one."""
    prepare_data_dir(config)
    install(config, tests=True)
    with throw_away(config) as env:
        # Three for two cores: a test that waits for a browser or for the clock leaves its core to the third.
        pytest: Command = [config.python, "-m", "pytest", "-n", "3", *arguments]
        env["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs beside Django's database code
        return run_tool(pytest, env=env, cwd=config.base, inherit_output=True).returncode


def lint(config: Config, arguments: list[str]) -> int:
    """Run every check, or the named ones; all run even when one fails."""
    prepare_data_dir(config)
    install(config, tests=True)
    checks = lint_checks(config)
    if unknown := set(arguments) - set(checks):
        raise Stop(f"Không có phép kiểm {', '.join(sorted(unknown))}; có: {', '.join(checks)}.", "Unknown check.")
    failed = []
    with throw_away(config) as env:
        for name, command in checks.items():
            if arguments and name not in arguments:
                continue
            began = time.monotonic()
            result = run_tool(command, env={**env, **production(name)}, cwd=config.base)
            verdict = "đạt" if result.returncode == 0 else "KHÔNG ĐẠT"
            say(f"{name:<12} {verdict} ({time.monotonic() - began:.0f} giây)")
            if result.returncode:
                failed.append(name)
                say(result.stdout.rstrip())
    say(f"lint: {'không đạt: ' + ', '.join(failed) if failed else 'đạt'}")
    return 1 if failed else 0


def lint_checks(config: Config) -> dict[str, list[str]]:
    """Name → command. Tools run as modules: scripts of a virtual environment break when it is moved."""
    python = str(config.python)
    imports = "import sys; from importlinter.cli import lint_imports_command as c; sys.argv=['lint-imports','--no-cache']; c()"
    return {
        "ruff": [python, "-m", "ruff", "check", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy", "."],
        "imports": [python, "-c", imports],
        "templates": [python, "-m", "djlint", "templates", "--lint", "--quiet"],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "deploy": [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    }


def production(name: str) -> dict[str, str]:
    """`check --deploy` looks at the settings as they are in production."""
    if name != "deploy":
        return {}
    key = secrets.token_urlsafe(50)
    return {"OCOP_DEMO": "0", "DEBUG": "0", "OCOP_HTTPS": "1", "ALLOWED_HOSTS": "ocop.example.vn", "MFA_KEY": key}


def fmt(config: Config, arguments: list[str]) -> int:
    """Format the code: imports and simple mends by ruff, then layout."""
    prepare_data_dir(config)
    install(config, tests=True)
    targets = arguments or ["."]
    for command in (["check", "--fix-only", "--quiet"], ["format"]):
        result = run_tool([config.python, "-m", "ruff", *command, *targets], cwd=config.base, inherit_output=True)
        if result.returncode:
            return result.returncode
    return 0


def bench(config: Config, arguments: list[str]) -> int:
    """Measure speed and memory on own servers that are as durable as in use."""
    prepare_data_dir(config)
    install(config, tests=True)
    with throw_away(config, durable=True) as env:
        collect_static(config, env)  # hashed names from the manifest, as in use
        command: Command = [config.python, "-m", "benchmarks.run", *arguments]
        return run_tool(command, env=env, cwd=config.base, inherit_output=True).returncode


def manage(config: Config, arguments: list[str], *, talk: bool = False) -> int:
    """Run a management command on this installation's data, beside a running portal or alone."""
    with installation(config) as env:
        command: Command = [config.python, "manage.py", *arguments]
        return run_tool(command, env=env, cwd=config.base, inherit_output=True, own_session=not talk).returncode


@contextmanager
def installation(config: Config) -> Iterator[dict[str, str]]:
    """The environment of this installation; servers are started when no portal is running."""
    prepare_data_dir(config)
    install(config)
    running = bool(config.database_url) or postmaster(config.data / "postgresql") is not None
    lock = None if running else hold_data_dir(config)
    try:
        with servers(config, Supervisor(), attach=True) as urls:
            yield portal_environment(config, urls)
    finally:
        if lock is not None:
            os.close(lock)


def shell(config: Config, arguments: list[str]) -> int:
    """Open Django's shell, or run another management command: `./portal shell migrate`."""
    return manage(config, arguments or ["shell"], talk=True)


def audit(config: Config, arguments: list[str]) -> int:
    """Verify the chain of the audit trail."""
    return manage(config, ["verify_audit", *arguments])
