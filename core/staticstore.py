"""Static files: only what pages use of the npm packages; hashed names and compressed copies once collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names when the manifest exists, plain names before `collectstatic` (tests, development)."""

    manifest_strict = False

    def hashed_name(self, name: str, content: object = None, filename: str | None = None) -> str:
        """Hash the name when the file can be found; leave it plain otherwise."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name


class PackageFinder(BaseFinder):
    """Finds the files of `settings.NPM_FILES`: prefix → (folder in node_modules, patterns).

    The packages hold hundreds of files that no page uses; collecting and compressing them takes most of a minute.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storages: dict[str, FileSystemStorage] = {}
        for prefix, (folder, _) in settings.NPM_FILES.items():
            storage = FileSystemStorage(location=Path(settings.NODE_MODULES) / folder)
            storage.prefix = f"vendor/{prefix}"  # type: ignore[attr-defined]
            self.storages[prefix] = storage

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Full path of a file below vendor/."""
        for prefix, (_, patterns) in settings.NPM_FILES.items():
            start = f"vendor/{prefix}/"
            name = path.removeprefix(start)
            if path.startswith(start) and any(fnmatch(name, pattern) for pattern in patterns):
                storage = self.storages[prefix]
                if storage.exists(name):
                    return [storage.path(name)] if find_all else storage.path(name)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every file that pages use."""
        for prefix, (_, patterns) in settings.NPM_FILES.items():
            storage = self.storages[prefix]
            base = Path(storage.location)
            for pattern in patterns:
                for file in sorted(base.glob(pattern)):
                    yield str(file.relative_to(base)), storage
