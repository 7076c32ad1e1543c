"""Installing is skipped when nothing is missing, and says in one line what it could not get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from launcher import install
from launcher.config import BASE, Config
from launcher.console import Stop
from launcher.install import NETWORK_SIGNS, SystemPackage, fingerprint, node_modules_match, system_packages

ABSENT = SystemPackage("libvang-mat", lambda: False)


def test_a_missing_system_package_without_root_is_answered_with_the_command(monkeypatch):
    monkeypatch.setattr(install, "_privilege", lambda: None)
    with pytest.raises(Stop) as refused:
        system_packages([ABSENT, SystemPackage("co-san", lambda: True)])
    assert "sudo apt-get install -y --no-install-recommends libvang-mat" in str(refused.value)
    assert "co-san" not in str(refused.value)


def test_nothing_is_asked_of_apt_when_all_packages_are_there(monkeypatch):
    monkeypatch.setattr(install, "run_tool", lambda *a, **k: pytest.fail("apt was called"))
    system_packages([SystemPackage("co-san", lambda: True)])


def test_the_fingerprint_follows_the_lock_files(tmp_path):
    lock = tmp_path / "a.lock"
    lock.write_text("x==1")
    before = fingerprint([lock])
    assert fingerprint([lock]) == before
    lock.write_text("x==2")
    assert fingerprint([lock]) != before


def test_node_modules_are_compared_with_the_lock_file(tmp_path):
    packages = {"": {"name": "p"}, "node_modules/a": {"version": "1.0.0"}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))
    assert not node_modules_match(tmp_path)
    (tmp_path / "node_modules").mkdir()
    installed = tmp_path / "node_modules" / ".package-lock.json"
    installed.write_text(json.dumps({"packages": {"node_modules/a": {"version": "1.0.0"}}}))
    assert node_modules_match(tmp_path)
    installed.write_text(json.dumps({"packages": {"node_modules/a": {"version": "1.0.1"}}}))
    assert not node_modules_match(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "Could not fetch: dns error: failed to lookup address information: Temporary failure in name resolution",
        "npm error code EAI_AGAIN",
        "ERROR: No matching distribution found for uv==0.13.9",
        "error: error sending request for url",
        "[Errno 101] Network is unreachable",
    ],
)
def test_a_missing_network_is_recognised(line, tmp_path):
    assert NETWORK_SIGNS.search(line)
    log = tmp_path / "install.log"
    log.write_text(line)
    told = install._install_failed("thư viện Python", "Python packages", log)
    assert "không có mạng" in str(told)
    assert "\n" not in str(told)


def test_another_fault_shows_the_end_of_the_log(tmp_path):
    log = tmp_path / "install.log"
    log.write_text("THESE PACKAGES DO NOT MATCH THE HASHES")
    told = install._install_failed("thư viện Python", "Python packages", log)
    assert "không có mạng" not in str(told)
    assert "HASHES" in told.details


def test_with_a_ready_python_nothing_is_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "system_packages", lambda *_: pytest.fail("installed"))
    install.install(Config(tmp_path, tmp_path, 8000, "127.0.0.1", "", "", "/usr/bin/python3"))


LOCKS = [*install.TEST_LOCKS, install.BOOTSTRAP_LOCK, install.NODE_LOCK]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_index_is_named(name):
    text = (BASE / name).read_text()
    blocks = [block for block in text.replace("\\\n", " ").splitlines() if block and not block.startswith("#")]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_the_front_end_lock_names_no_registry():
    assert "resolved" not in (BASE / "package-lock.json").read_text()


def test_lock_files_agree_on_common_packages():
    """Two locks are installed into one environment, so they must not fight over a version."""
    seen: dict[str, str] = {}
    for name in install.TEST_LOCKS:
        for line in Path(BASE / name).read_text().splitlines():
            if "==" in line and not line.startswith((" ", "#")):
                requirement, _, marker = line.rstrip("\\ ").partition(" ; ")
                package, version = requirement.split("==")
                assert seen.setdefault(f"{package} {marker}", version) == version, package
