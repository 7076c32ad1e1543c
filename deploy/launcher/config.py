"""Where things are and which variables apply."""

from __future__ import annotations

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from .console import Stop

BASE = Path(__file__).resolve().parents[2]
# The first two would mix another installation's packages in. With the third every process of the portal would
# translate all its modules anew: seconds of each start, and a tenth of what the tests take.
NOT_OURS = {"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Config:
    """One installation: the checkout, its data folder, its address and its Python."""

    base: Path
    data: Path
    port: int
    bind: str
    database_url: str
    redis_url: str
    given_python: str

    @property
    def venv(self) -> Path:
        """The folder of the virtual environment."""
        return self.base / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter that has the portal's packages."""
        return Path(self.given_python) if self.given_python else self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.data / "log"

    @property
    def address(self) -> str:
        """What a person opens in the browser."""
        host = "127.0.0.1" if self.bind in {"0.0.0.0", "::", "127.0.0.1"} else self.bind  # noqa: S104 (compared only)
        return f"http://{host}:{self.port}/"

    def environment(self, **more: str) -> dict[str, str]:
        """Variables for the portal's own processes; what the person has set wins over defaults, but for NOT_OURS."""
        env = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
        env.setdefault("OCOP_DEMO", "1")
        env.update(
            DATA_DIR=str(self.data),
            PORT=str(self.port),
            OCOP_BIND=self.bind,
            DJANGO_SETTINGS_MODULE="ocop_portal.settings",
            PYTHONUNBUFFERED="1",
        )
        env.update(more)
        return env


def from_environment() -> Config:
    """Read PORT, DATA_DIR, OCOP_BIND, DATABASE_URL, REDIS_URL and OCOP_PYTHON."""
    text = os.environ.get("PORT", "") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise Stop(f"PORT phải là số từ 1 đến 65535, không phải «{text}».", "PORT must be a number from 1 to 65535.")
    return Config(
        base=BASE,
        data=Path(os.environ.get("DATA_DIR") or BASE / "var").resolve(),
        port=int(text),
        bind=os.environ.get("OCOP_BIND") or "127.0.0.1",
        database_url=os.environ.get("DATABASE_URL", ""),
        redis_url=os.environ.get("REDIS_URL", ""),
        given_python=os.environ.get("OCOP_PYTHON", ""),
    )


def prepare_data_dir(config: Config) -> None:
    """Create the data folder for its owner alone."""
    try:
        config.data.mkdir(mode=0o750, parents=True, exist_ok=True)
        for name in ("log", "files", "mail"):
            (config.data / name).mkdir(mode=0o750, exist_ok=True)
    except OSError as error:
        raise Stop(
            f"Không ghi được vào thư mục dữ liệu {config.data} ({error.strerror}).",
            "The data folder is not writable; set DATA_DIR or run as its owner.",
        ) from error


def hold_data_dir(config: Config) -> int:
    """Take the lock that keeps a second copy off the same data; returns the open descriptor."""
    path = config.data / "portal.lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    except OSError as error:
        raise Stop(
            f"Không mở được {path} ({error.strerror}).", "The data folder belongs to someone else; set DATA_DIR."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, 200, 0).decode("utf-8", "replace").strip() or "?"
        os.close(lock)
        raise Stop(
            f"Một bản khác đang chạy trên dữ liệu {config.data} ({holder}).",
            "Another copy is running on the same data; stop it or set another DATA_DIR.",
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"pid {os.getpid()}, {config.address}".encode(), 0)
    return lock


def secret_key(config: Config) -> str:
    """The installation's own key for signatures, made at random the first time and kept in the data folder."""
    path = config.data / "secret-key"
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        fresh.rename(path)
    return path.read_text().strip()
