"""Static files: hashed names and compressed copies, once collected."""

from __future__ import annotations

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
