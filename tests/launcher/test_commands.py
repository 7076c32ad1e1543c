"""The commands as a person calls them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import cli, commands
from launcher.config import BASE, hold_data_dir, prepare_data_dir
from launcher.console import Stop
from launcher.processes import Supervisor

PORTAL = BASE / "portal"


def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL", "PORT"}}
    return subprocess.run(
        [sys.executable, PORTAL, *arguments],
        env={**env, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_alone_it_lists_every_command():
    answer = call()
    assert answer.returncode == 0
    for name in ("run", "test", "lint", "fmt", "bench", "backup", "restore", "shell", "audit"):
        assert f"\n  {name} " in answer.stdout


def test_an_unknown_command_is_an_error_with_the_list():
    answer = call("chay")
    assert answer.returncode == 2
    assert "chay" in answer.stderr
    assert "backup" in answer.stderr


def test_a_busy_port_is_one_line_before_anything_is_started(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = str(other.getsockname()[1])
        answer = call("run", PORT=port, DATA_DIR=str(tmp_path / "data"))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert port in answer.stderr
    assert not (tmp_path / "data").exists()


def test_run_refuses_a_second_copy_before_anything_is_started(config, unused_port):
    prepare_data_dir(config)
    lock = hold_data_dir(config)
    answer = call("run", PORT=str(unused_port), DATA_DIR=str(config.data))
    os.close(lock)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert "Một bản khác đang chạy" in answer.stderr


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_run_takes_no_arguments(config):
    with pytest.raises(Stop, match="--debug"):
        commands.run(config, ["--debug"])


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--all"]])
@pytest.mark.parametrize("name", ["backup", "restore"])
def test_backup_and_restore_want_one_file(name, arguments, config, capsys, monkeypatch):
    monkeypatch.setattr(cli, "from_environment", lambda: config)
    assert cli.main([name, *arguments]) == 1
    assert "đúng một tệp" in capsys.readouterr().err


def test_an_interrupted_command_ends_with_130(monkeypatch, capsys):
    def interrupted(config, arguments):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "run", (interrupted, ""))
    assert cli.main(["run"]) == 130
    assert "đã ngắt" in capsys.readouterr().err


def test_every_check_of_lint_can_be_named_alone(config):
    assert set(commands.lint_checks(config)) >= {
        "ruff",
        "format",
        "mypy",
        "imports",
        "templates",
        "migrations",
        "deploy",
    }


def test_the_demonstration_accounts_are_told_only_in_the_demonstration(config, capsys):
    commands.greet(config, {"OCOP_DEMO": "1"})
    assert commands.DEMO_PASSWORD in capsys.readouterr().out
    commands.greet(config, {"OCOP_DEMO": "0"})
    assert commands.DEMO_PASSWORD not in capsys.readouterr().out


def test_a_random_secret_key_is_given_to_demonstrations_only(config, monkeypatch):
    prepare_data_dir(config)
    for name in ("SECRET_KEY", "OCOP_DEMO"):
        monkeypatch.delenv(name, raising=False)
    assert len(commands.portal_environment(config, {})["SECRET_KEY"]) > 50
    monkeypatch.setenv("OCOP_DEMO", "0")
    assert "SECRET_KEY" not in commands.portal_environment(config, {})


def test_the_launcher_uses_the_standard_library_only():
    allowed = sys.stdlib_module_names | {"launcher"}
    for path in [PORTAL, *(BASE / "deploy" / "launcher").glob("*.py")]:
        for line in Path(path).read_text().splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]) and not words[1].startswith("."):
                assert words[1].split(".")[0] in allowed, f"{path}: {line}"


def test_long_work_has_a_worker_of_its_own_process(config, monkeypatch):
    started = {}
    monkeypatch.setattr(commands, "spawn", lambda name, command, **_: started.setdefault(name, command))
    commands.start_components(config, Supervisor(), {"WORKER_PROCESSES": "4"})
    assert list(started) == ["worker", "jobs", "beat", "web"]
    options = {
        name: {key: command[command.index(key) + 1] for key in ("--queues", "--hostname", "--concurrency")}
        for name, command in started.items()
        if "worker" in command
    }
    assert options == {
        "worker": {"--queues": "celery", "--hostname": "worker@%h", "--concurrency": "4"},
        "jobs": {"--queues": "jobs", "--hostname": "jobs@%h", "--concurrency": "1"},
    }
