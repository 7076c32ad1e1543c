"""What the launcher says and reads, without starting anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from launcher import config as configuration
from launcher.config import Config, from_environment, hold_data_dir, prepare_data_dir, secret_key
from launcher.console import Stop, table, tail


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path, tmp_path / "var", 8000, "127.0.0.1", "", "", "")


def test_port_and_data_dir_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "a" / ".." / "b"))
    found = from_environment()
    assert found.port == 8123
    assert found.data == tmp_path / "b"
    assert found.address == "http://127.0.0.1:8123/"


def test_defaults_are_port_8000_and_var_in_the_checkout(monkeypatch):
    for name in ("PORT", "DATA_DIR", "OCOP_BIND", "OCOP_PYTHON"):
        monkeypatch.delenv(name, raising=False)
    found = from_environment()
    assert (found.port, found.data, found.bind) == (8000, configuration.BASE / "var", "127.0.0.1")
    assert found.python == configuration.BASE / ".venv" / "bin" / "python"


@pytest.mark.parametrize("value", ["0", "65536", "abc", "-1", "8000 "])
def test_a_port_that_is_none_is_refused_in_one_line(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(Stop) as refused:
        from_environment()
    assert "PORT" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_children_get_the_demonstration_unless_the_person_chose(config, monkeypatch):
    monkeypatch.delenv("OCOP_DEMO", raising=False)
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    env = config.environment(DATABASE_URL="postgres://x")
    assert env["OCOP_DEMO"] == "1"
    assert env["DATABASE_URL"] == "postgres://x"
    assert not {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"} & set(env)
    monkeypatch.setenv("OCOP_DEMO", "0")
    assert config.environment()["OCOP_DEMO"] == "0"


def test_a_second_copy_on_the_same_data_is_refused_and_told_who_holds_it(config):
    prepare_data_dir(config)
    lock = hold_data_dir(config)
    with pytest.raises(Stop) as refused:
        hold_data_dir(config)
    assert str(os.getpid()) in str(refused.value)
    os.close(lock)
    os.close(hold_data_dir(config))


def test_the_secret_key_is_random_kept_and_private(config, tmp_path):
    prepare_data_dir(config)
    first = secret_key(config)
    assert len(first) > 50
    assert secret_key(config) == first
    assert stat.S_IMODE((config.data / "secret-key").stat().st_mode) == 0o600
    other = Config(tmp_path, tmp_path / "other", 8000, "127.0.0.1", "", "", "")
    prepare_data_dir(other)
    assert secret_key(other) != first


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop) as refused:
        prepare_data_dir(Config(tmp_path, tmp_path / "file" / "var", 8000, "127.0.0.1", "", "", ""))
    assert "\n" not in str(refused.value)


def test_tables_align_and_logs_end(tmp_path):
    assert table([("a", "một"), ("bcd", "hai")]) == "  a    một\n  bcd  hai"
    log = tmp_path / "log"
    log.write_text("\n".join(str(n) for n in range(100)))
    assert tail(log, 2) == "98\n99"
    assert tail(tmp_path / "none") == ""
