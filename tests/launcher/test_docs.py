"""The operator's handbook knows every variable and message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from launcher.cli import COMMANDS
from launcher.config import BASE

HANDBOOK = (BASE / "docs" / "van-hanh.md").read_text()
VARIABLE = re.compile(r"""(?:environ(?:\.get)?[\[(]|env\.get\(|flag\()\s*"([A-Z][A-Z0-9_]+)\"""")
FOREIGN = {"PATH", "DJANGO_SETTINGS_MODULE"}


OTHERS = {".git", ".venv", "node_modules", "var", "tests", "benchmarks"}


def _files(*patterns: str) -> list[Path]:
    """The project's own files."""
    return [
        path
        for pattern in patterns
        for path in [
            *BASE.glob(pattern),
            *(
                found
                for top in BASE.iterdir()
                if top.is_dir() and top.name not in OTHERS
                for found in top.rglob(pattern)
            ),
        ]
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_every_variable_that_the_code_reads_is_explained():
    missing = {
        f"{variable} ({path})"
        for path in [*_files("*.py"), BASE / "portal"]
        for variable in VARIABLE.findall(path.read_text())
        if variable not in FOREIGN and f"`{variable}`" not in HANDBOOK
    }
    assert not missing


def test_every_variable_of_the_compose_file_is_explained():
    text = (BASE / "docker-compose.yml").read_text() + (BASE / ".env.example").read_text()
    names = set(re.findall(r"\$\{([A-Z_0-9]+)", text)) | set(re.findall(r"^([A-Z_0-9]+)=", text, re.MULTILINE))
    assert not {name for name in names if f"`{name}`" not in HANDBOOK}


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"test", "lint", "fmt", "bench"}))
def test_every_command_of_an_operator_is_explained(name):
    assert f"./portal {name}" in HANDBOOK


def test_no_file_names_a_package_host():
    hosts = re.compile(r"(pypi|pythonhosted|npmjs|unpkg|jsdelivr)\.(org|com|net)")
    for path in _files("*.lock", "*.json", "*.toml", "*.yml", "*.sh", ".npmrc", "Dockerfile", "Caddyfile", ".ci/run"):
        assert not hosts.search(path.read_text(errors="replace")), path
