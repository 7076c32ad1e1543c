"""Compound files (the old .xls): names and bytes of their streams, read with every chain bounded. [MS-CFB]"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFE
_ENTRY = 128
_ROOT, _STREAM = 5, 2


class NotCompound(ValueError):
    """The bytes are no compound file, or a broken one."""


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


def _places(first: int, following: Sequence[int], most: int) -> Iterator[int]:
    """Walk a chain to its end. Raises NotCompound where it leaves the table or is longer than `most` sectors.

    The table may name far more sectors than the file holds: a chain that meets itself must not fill the memory first.
    """
    number, steps = first, 0
    while number < _END:
        if number >= len(following) or steps >= most:
            raise NotCompound("endless chain")
        yield number
        number, steps = following[number], steps + 1


class Compound:
    """A compound file in memory."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 1_024:
            raise NotCompound("no header")
        self.data = data
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise NotCompound("broken") from error

    def _open(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self.data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise NotCompound("sector size")
        self.shift = shift
        first_directory, _, self.cutoff, first_mini, _, next_difat, _ = struct.unpack_from("<7I", self.data, 48)
        places = list(struct.unpack_from("<109I", self.data, 76))
        most = len(self.data) >> shift
        seen: set[int] = set()
        while next_difat < _END:
            if next_difat in seen:
                raise NotCompound("endless chain")
            seen.add(next_difat)
            numbers = self._numbers(next_difat)
            places += numbers[:-1]
            next_difat = numbers[-1]
        used = [place for place in places if place < _END]
        if len(set(used)) != len(used) or len(used) > most:  # each sector of the table stands once, or memory runs out
            raise NotCompound("repeated sector")
        self.fat = [number for place in used for number in self._numbers(place)]
        self.entries = self._directory(self._chain(first_directory))
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        mini_fat = self._chain(first_mini) if first_mini < _END else b""
        self.mini_fat = struct.unpack(f"<{len(mini_fat) // 4}I", mini_fat)
        self.mini = self._chain(root.start) if root is not None and root.start < _END else b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self.shift
        found = self.data[start : start + (1 << self.shift)]
        if not found:
            raise NotCompound("sector out of the file")
        return found

    def _numbers(self, number: int) -> list[int]:
        sector = self._sector(number)
        return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))

    def _chain(self, number: int) -> bytes:
        return b"".join(self._sector(place) for place in _places(number, self.fat, len(self.data) >> self.shift))

    @staticmethod
    def _directory(data: bytes) -> list[_Entry]:
        found = []
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            start, size = struct.unpack_from("<II", data, at + 116)
            if kind:
                name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                found.append(_Entry(name, kind, start, size))
        return found

    @property
    def names(self) -> set[str]:
        """Names of all streams and storages."""
        return {entry.name for entry in self.entries}

    def stream(self, *names: str) -> bytes | None:
        """The bytes of the first stream of one of these names; None when there is none. Raises NotCompound."""
        entry = next((one for one in self.entries if one.kind == _STREAM and one.name in names), None)
        if entry is None:
            return None
        if entry.size >= self.cutoff:
            return self._chain(entry.start)[: entry.size]
        pieces = (
            self.mini[place << 6 : (place + 1) << 6]
            for place in _places(entry.start, self.mini_fat, -(-len(self.mini) >> 6))
        )
        return b"".join(pieces)[: entry.size]
