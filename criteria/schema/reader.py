"""Reading plain data (from YAML) into typed values, with errors that name the place and say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any


class SchemaError(ValueError):
    """Data of the law that may not be loaded. `problems` holds one sentence for each fault."""

    def __init__(self, problems: list[str] | tuple[str, ...]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


MISSING: Any = object()


class Reader:
    """A node of plain data together with the path that leads to it.

    Faults are collected, not raised one by one, so that a person mending a file sees all of them at once.
    """

    def __init__(self, data: Any, where: str, problems: list[str] | None = None) -> None:
        self.data = data
        self.where = where
        self.problems: list[str] = [] if problems is None else problems

    def fail(self, sentence: str) -> None:
        """Note a fault at this place."""
        self.problems.append(f"{self.where}: {sentence}")

    def finish(self) -> None:
        """Raise everything collected so far."""
        if self.problems:
            raise SchemaError(self.problems)

    def some(self, *names: str) -> dict[str, Any]:
        """Those of the named values that are given, as they are."""
        data = self.data if isinstance(self.data, dict) else {}
        return {name: data[name] for name in names if data.get(name)}

    def only(self, *names: str) -> None:
        """Refuse a name that nobody reads: a misspelt key would otherwise be lost in silence."""
        if isinstance(self.data, dict):
            for name in self.data:
                if name not in names:
                    self.fail(f"không hiểu mục “{name}”")

    def _get(self, name: str, default: Any) -> Any:
        if not isinstance(self.data, dict):
            self.fail("phải là một nhóm mục có tên")
            return None
        if name not in self.data or self.data[name] is None:
            if default is MISSING:
                self.fail(f"thiếu mục “{name}”")
                return None
            return default
        return self.data[name]

    def text(self, name: str, default: Any = MISSING) -> str:
        """A text; required unless a default is given."""
        value = self._get(name, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fail(f"mục “{name}” phải là chữ")
            return ""
        if not value.strip() and default is MISSING:
            self.fail(f"mục “{name}” để trống")
        return value.strip()

    def flag(self, name: str, default: Any = MISSING) -> bool:
        """true or false."""
        value = self._get(name, default)
        if value is not None and not isinstance(value, bool):
            self.fail(f"mục “{name}” phải là true hoặc false")
        return bool(value)

    def whole(self, name: str, default: Any = MISSING) -> int:
        """A whole number."""
        value = self._get(name, default)
        return self._whole(value, f"mục “{name}”") if value is not None else 0

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, or None when the key is absent."""
        value = self._get(name, None)
        return None if value is None else self._whole(value, f"mục “{name}”")

    def _whole(self, value: Any, label: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail(f"{label} phải là số nguyên")
            return 0
        return value

    def points(self, name: str, default: Any = MISSING) -> Decimal:
        """Exact points: a whole number, or a decimal written as text (a YAML float would not be exact)."""
        value = self._get(name, default)
        return Decimal(0) if value is None else self._decimal(value, f"mục “{name}”")

    def _decimal(self, value: Any, label: str) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            self.fail(f"{label} phải là số nguyên, hoặc số thập phân viết trong dấu nháy")
            return Decimal(0)
        try:
            number = Decimal(value)
        except InvalidOperation:
            self.fail(f"{label} không phải là số: {value}")
            return Decimal(0)
        if not number.is_finite() or number < 0:
            self.fail(f"{label} phải là số không âm")
            return Decimal(0)
        return number

    def fraction(self, name: str) -> Fraction:
        """A share between 0 and 1, written like 2/3."""
        value = self.text(name)
        try:
            result = Fraction(value)
        except (ValueError, ZeroDivisionError):
            self.fail(f"mục “{name}” phải là phân số như 2/3")
            return Fraction(1)
        if not 0 <= result <= 1:
            self.fail(f"mục “{name}” phải từ 0 đến 1")
        return result

    def day(self, name: str, default: Any = MISSING) -> date | None:
        """A date."""
        value = self._get(name, default)
        if value is None:
            return None
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"mục “{name}” phải là ngày dạng năm-tháng-ngày")
            return None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fail(f"mục “{name}” phải là danh sách chữ")
            return ()
        return tuple(item.strip() for item in value)

    def wholes(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self._get(name, [])
        if not isinstance(value, list):
            self.fail(f"mục “{name}” phải là danh sách số nguyên")
            return ()
        return tuple(self._whole(item, f"mục “{name}”") for item in value)

    def points_by_star(self, name: str) -> dict[int, Decimal]:
        """{"3": 2, "4": 3} as {3: Decimal(2), 4: Decimal(3)}."""
        result: dict[int, Decimal] = {}
        for key, value in self.mapping(name).items():
            if not str(key).isdigit():
                self.fail(f"mục “{name}”: hạng sao phải là số, không phải “{key}”")
                continue
            result[int(key)] = self._decimal(value, f"mục “{name}” hạng {key} sao")
        return result

    def mapping(self, name: str, default: Any = None) -> dict[Any, Any]:
        """A group of named values."""
        value = self._get(name, {} if default is None else default)
        if not isinstance(value, dict):
            self.fail(f"mục “{name}” phải là một nhóm mục có tên")
            return {}
        return value

    def child(self, name: str) -> Reader:
        """A reader for a nested group."""
        value = self._get(name, MISSING)
        return Reader(value if value is not None else {}, f"{self.where} › {name}", self.problems)

    def children(self, name: str, label: str, key: str = "code", needed: bool = True) -> Iterator[Reader]:
        """One reader for each item of a list; the path names the item by its `key`."""
        value = self._get(name, MISSING if needed else [])
        if value is None:
            return
        if not isinstance(value, list) or (needed and not value):
            self.fail(f"mục “{name}” phải là danh sách không rỗng")
            return
        for position, item in enumerate(value, 1):
            mark = item.get(key, position) if isinstance(item, dict) else position
            yield Reader(item, f"{self.where} › {label} {mark}", self.problems)
