"""Password rules: long, not common, no local words, nothing of one's own data. Sentences in Vietnamese."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator as DjangoCommonList
from django.core.exceptions import ValidationError

from core.text import fold

_NOT_LETTERS = re.compile(r"[^a-z]")
_LEETS = [str.maketrans("0134578@$!", f"o{one}eastbas{one}") for one in "il"]  # figures and signs read as letters
_LEAST_OF_OTHER = 8  # characters that must remain besides local words


def rules_in_words() -> str:
    """What a new password must be, in one sentence."""
    text = (
        f"Ít nhất {settings.PASSWORD_MIN_LENGTH} ký tự, có thể là một câu dài dễ nhớ. Không dùng mật khẩu phổ biến, "
        "tên chương trình, tên địa phương, tên của bạn."
    )
    return text + (" Phải có chữ hoa, chữ thường, chữ số và ký tự đặc biệt." if settings.PASSWORD_COMPOSITION else "")


class _Rule:
    """A validator of Django's list."""

    def get_help_text(self) -> str:
        """Said once, by the form."""
        return ""


class LengthValidator(_Rule):
    """Long enough, and not so long that hashing becomes an attack."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when too short or too long."""
        if len(password) < settings.PASSWORD_MIN_LENGTH:
            raise ValidationError(f"Mật khẩu cần ít nhất {settings.PASSWORD_MIN_LENGTH} ký tự.")
        if len(password) > settings.PASSWORD_MAX_LENGTH:
            raise ValidationError(f"Mật khẩu dài nhất {settings.PASSWORD_MAX_LENGTH} ký tự.")


class CommonPasswordValidator(_Rule):
    """Not one of the 20,000 that everybody tries first, nor one of them with figures or signs around it."""

    _list = DjangoCommonList()

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when common."""
        plain = fold(password)
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        bare = re.sub(r"^[\W_]+|[\W_]+$", "", plain)
        if {plain, password.lower().strip(), core, bare, plain.replace(" ", "")} & self._list.passwords or _monotonous(
            plain
        ):
            raise ValidationError("Mật khẩu này quá phổ biến, người khác dễ đoán ra.")


class LocalWordValidator(_Rule):
    """Not made of the words that anybody here would try: OCOP, place names, the offices."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when a local word makes up most of it, also without accents, with spaces or with figures for letters."""
        folded = fold(password)
        for text in (folded, *(folded.translate(leet) for leet in _LEETS)):
            letters = _NOT_LETTERS.sub("", text)
            rest = letters
            for word in sorted(settings.PASSWORD_LOCAL_WORDS, key=len, reverse=True):
                rest = rest.replace(word, "")
            if rest != letters and len(rest) < _LEAST_OF_OTHER:
                raise ValidationError("Mật khẩu dựa vào tên chương trình, địa phương hoặc cơ quan nên dễ đoán.")


class OwnDataValidator(_Rule):
    """Not one's own name, user name, phone or mail address."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when close to the person's data."""
        plain = _joined(password)
        for name in ("username", "full_name", "email", "phone", "position", "organisation"):
            value = str(getattr(user, name, "") or "")
            for part in {_joined(value), _joined(value.split("@", maxsplit=1)[0])}:
                if len(part) < 4:
                    continue
                close = SequenceMatcher(a=plain, b=part).quick_ratio() >= 0.7 and _ratio(plain, part) >= 0.7
                if close or (part in plain and len(plain) - len(part) < _LEAST_OF_OTHER):
                    raise ValidationError("Mật khẩu quá giống thông tin của bạn (họ tên, tên đăng nhập, điện thoại …).")


class CompositionValidator(_Rule):
    """Upper and lower case, figures and signs, when the installation asks for it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when a kind is missing."""
        if not settings.PASSWORD_COMPOSITION:
            return
        kinds = (str.isupper, str.islower, str.isdigit, lambda char: not char.isalnum())
        if not all(any(kind(char) for char in password) for kind in kinds):
            raise ValidationError("Mật khẩu cần có chữ hoa, chữ thường, chữ số và ký tự đặc biệt.")


def _joined(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(a=one, b=other).ratio()


def _monotonous(text: str) -> bool:
    """One or two characters over and over, or a row of the keyboard or of the alphabet."""
    if len(set(text)) <= 2:
        return True
    rows = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
    return any(text in row or text[::-1] in row for row in rows)
