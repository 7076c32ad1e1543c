"""A launcher without Django: it starts the real servers on a data folder and then only waits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.config import BASE, Config
from launcher.services import Programs, find_programs, psql

KEEPER = """
import sys
sys.path.insert(0, sys.argv[1])
from launcher import cli
from launcher.config import from_environment, hold_data_dir, prepare_data_dir
from launcher.processes import Supervisor
from launcher.services import servers

def keep(config, arguments):
    prepare_data_dir(config)
    lock = hold_data_dir(config)
    supervisor = Supervisor()
    with servers(config, supervisor):
        print("ready", *[child.process.pid for child in supervisor.children], flush=True)
        try:
            supervisor.watch()
        except KeyboardInterrupt:
            pass
    print("stopped", flush=True)
    return 0

cli.COMMANDS["keep"] = (keep, "")
sys.exit(cli.main(["keep"]))
"""


class Keeper:
    """A running launcher of servers."""

    def __init__(self, data: Path) -> None:
        env = {**os.environ, "DATA_DIR": str(data)}
        for name in ("DATABASE_URL", "REDIS_URL", "OCOP_PYTHON"):
            env.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(BASE / "deploy")],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.pids = [int(word) for word in line.split()[1:]]

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; give the exit code and what was said on standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Callable[[], Keeper]]:
    """Start launchers on one data folder; whatever is left is killed."""
    started: list[Keeper] = []

    def start() -> Keeper:
        started.append(Keeper(tmp_path / "data"))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.end(signal.SIGTERM)
        each.process.communicate()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The installation that the keeper serves."""
    return Config(BASE, tmp_path / "data", 8000, "127.0.0.1", "", "", sys.executable)


@pytest.fixture
def programs(config: Config) -> Programs:
    """The real server programs."""
    return find_programs(config)


@pytest.fixture
def ask(config: Config, programs: Programs) -> Callable[[str], str]:
    """Run SQL in the portal's database."""
    return lambda sql: psql(programs, config.data / "postgresql", sql, database="ocop", user="ocop")


def gone(pid: int, within: float = 20) -> bool:
    """Whether a process ends in time; one that only waits to be reaped has ended."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False
