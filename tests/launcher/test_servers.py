"""Real PostgreSQL and Redis under the launcher: what a stop, a kill and a second start do."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from launcher.config import Config
from launcher.console import Stop
from launcher.processes import Supervisor
from launcher.services import postgres_url, postmaster, servers, short_path
from tests.launcher.conftest import gone


def test_both_servers_start_on_private_sockets_and_stop_on_ctrl_c(keeper, ask, config):
    running = keeper()
    assert len(running.pids) == 2
    assert ask("SELECT current_user || ' ' || rolsuper FROM pg_roles WHERE rolname = current_user") == "ocop false"
    assert ask("SHOW server_version").startswith("18")
    assert ask("SHOW listen_addresses") == ""
    assert ask("SELECT lower('ĐẶNG') = 'đặng' AND 'Ứng Hòa' ILIKE 'ỨNG%'") == "t"
    for name in ("postgresql", "redis"):
        assert stat.S_IMODE((config.data / name).stat().st_mode) == 0o700
    assert stat.S_ISSOCK((config.data / "redis" / "redis.sock").stat().st_mode)
    code, _ = running.end(signal.SIGINT)
    assert code == 0
    assert all(gone(pid) for pid in running.pids)


def test_a_second_copy_on_the_same_data_ends_with_one_line(keeper):
    keeper()
    second = keeper()
    _, errors = second.process.communicate(timeout=20)
    assert second.process.returncode == 1
    assert len(errors.strip().splitlines()) == 1
    assert "Một bản khác đang chạy" in errors


def test_kill_9_leaves_no_process_and_loses_no_committed_row(keeper, ask, config, programs):
    running = keeper()
    ask("CREATE TABLE written (n int)")
    acknowledged = _write_until_it_breaks(config, programs, then=running)
    assert all(gone(pid) for pid in running.pids)
    assert acknowledged > 0

    again = keeper()
    assert int(ask("SELECT count(*) FROM written")) >= acknowledged
    assert (
        ask(
            "SELECT count(*) FROM generate_series(1, (SELECT max(n) FROM written)) g WHERE g NOT IN (SELECT n FROM written)"
        )
        == "0"
    )
    assert again.end(signal.SIGTERM)[0] == 0


def _write_until_it_breaks(config, programs, *, then) -> int:
    """Commit rows one by one; after the fiftieth the launcher is killed. Gives the last acknowledged number."""
    script = "".join(f"INSERT INTO written VALUES ({n});\n\\echo {n}\n" for n in range(1, 200_000))
    file = config.data / "write.sql"
    file.write_text(script)
    acknowledged = 0
    with subprocess.Popen(
        [
            programs.pg("psql"),
            "-X",
            "-q",
            "-h",
            config.data / "postgresql",
            "-U",
            "ocop",
            "-d",
            "ocop",
            "-v",
            "ON_ERROR_STOP=1",
            "-f",
            file,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as client:
        for line in client.stdout:
            acknowledged = int(line)
            if acknowledged == 50:
                then.process.kill()
    return acknowledged if acknowledged < 199_999 else 0


def test_a_dead_server_ends_the_launcher_with_the_end_of_its_log(keeper):
    running = keeper()
    os.kill(running.pids[1], signal.SIGKILL)
    _, errors = running.process.communicate(timeout=20)
    assert running.process.returncode == 1
    assert "«redis»" in errors.splitlines()[-1]
    assert "Redis is starting" in errors
    assert gone(running.pids[0])


def test_a_pid_file_that_names_a_stranger_is_no_running_server(tmp_path):
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n")
    assert postmaster(tmp_path) is None
    (tmp_path / "postmaster.pid").write_text("not a number")
    assert postmaster(tmp_path) is None
    assert postmaster(tmp_path / "none") is None


def test_an_interrupted_first_creation_is_begun_again(config, ask, keeper):
    half = config.data / "postgresql"
    half.mkdir(parents=True)
    (half / "base").mkdir()
    (half / "postgresql.conf").write_text("# half")
    keeper()
    assert ask("SELECT 1") == "1"


def test_a_long_data_path_gets_a_short_name_for_the_sockets(tmp_path):
    deep = tmp_path / ("thu-muc-" * 12)
    with short_path(deep) as name:
        assert len(str(name)) < 60
        assert Path(os.readlink(name)) == deep
    assert not name.exists()
    assert not name.parent.exists()
    with short_path(Path("/srv/ocop/redis")) as name:
        assert name == Path("/srv/ocop/redis")


def test_existing_servers_are_used_as_given(tmp_path):
    config = Config(tmp_path, tmp_path, 8000, "127.0.0.1", "postgres://a@b/c", "redis://d", "/usr/bin/python3")
    supervisor = Supervisor()
    with servers(config, supervisor) as urls:
        assert urls == {"DATABASE_URL": "postgres://a@b/c", "REDIS_URL": "redis://d"}
        assert supervisor.children == []


def test_without_the_wheels_the_way_out_is_named(tmp_path):
    site = tmp_path / "venv" / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    config = Config(tmp_path, tmp_path, 8000, "127.0.0.1", "", "", str(tmp_path / "venv" / "bin" / "python"))
    with pytest.raises(Stop, match="DATABASE_URL"), servers(config, Supervisor()):
        pass


def test_addresses_of_sockets_survive_odd_folders():
    assert postgres_url(Path("/srv/hồ sơ")) == "postgres://ocop@/ocop?host=/srv/h%E1%BB%93%20s%C6%A1"
