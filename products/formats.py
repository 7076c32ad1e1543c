"""Numbers that bodies give out: tax codes, registrations, telephones, bar codes. Each is brought to one form or refused."""

from __future__ import annotations

import re
from functools import lru_cache

from core.text import nfc

_TAX_CODE = re.compile(r"^\d{10}(-\d{3})?$")
_REGISTRATION = re.compile(r"^[0-9A-ZĐ][0-9A-ZĐ./\- ]{3,48}[0-9A-ZĐ]$")
_MOBILE = re.compile(r"^0[35789]\d{8}$")
_LANDLINE = re.compile(r"^02\d{9}$")
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})


def _without(text: str, signs: str) -> str:
    """The text without spaces and these signs."""
    return "".join(char for char in nfc(text) if not char.isspace() and char not in signs)


@lru_cache(maxsize=20_000)
def clean_tax_code(text: str) -> str:
    """Bring a tax code to "0123456789" or "0123456789-001".

    Raises ValueError with a sentence (Thông tư 105/2020/TT-BTC, Điều 5: 10 or 13 digits).
    """
    plain = _without(text, ".")
    if re.fullmatch(r"\d{13}", plain):
        plain = f"{plain[:10]}-{plain[10:]}"
    if plain and not _TAX_CODE.match(plain):
        raise ValueError("Mã số thuế gồm 10 chữ số, hoặc 13 chữ số dạng 0123456789-001.")
    return plain


def clean_registration(text: str) -> str:
    """Bring a registration number to capitals without spaces at its ends.

    Enterprises have 10 digits, co-operatives and households letters too (Thông tư 01/2021/TT-BKHĐT; Nghị định
    01/2021/NĐ-CP, Điều 83): only the characters are checked. Raises ValueError with a sentence.
    """
    plain = " ".join(nfc(text).upper().split())
    if plain and not _REGISTRATION.match(plain):
        raise ValueError("Số giấy đăng ký gồm 5 đến 50 chữ số, chữ in hoa, dấu gạch hoặc gạch chéo, ví dụ 09A8012345.")
    return plain


@lru_cache(maxsize=20_000)
def clean_phone(text: str) -> str:
    """Bring a Vietnamese telephone number to its digits: 0912345678, 02293871156.

    A spreadsheet keeps no leading zero, so nine digits get theirs back. Raises ValueError with a sentence.
    """
    plain = _without(text, ".-()")
    if plain.startswith("+84") or (plain.startswith("84") and len(plain) in {11, 12}):
        plain = "0" + plain.removeprefix("+").removeprefix("84")
    if re.fullmatch(r"[35789]\d{8}|2\d{9}", plain):
        plain = f"0{plain}"
    if plain and not (_MOBILE.match(plain) or _LANDLINE.match(plain)):
        raise ValueError("Số điện thoại gồm 10 chữ số bắt đầu bằng 03, 05, 07, 08, 09, hoặc 11 chữ số bắt đầu bằng 02.")
    return plain


def clean_barcode(text: str) -> str:
    """Bring a GTIN to its digits and check its last one (GS1 General Specifications, 7.9).

    Raises ValueError with a sentence.
    """
    plain = _without(text, ".-")
    if not plain:
        return ""
    if not (plain.isascii() and plain.isdigit() and len(plain) in _GTIN_LENGTHS):
        raise ValueError("Mã số mã vạch gồm 8, 12, 13 hoặc 14 chữ số.")
    weights = (3, 1) * 7
    total = sum(int(digit) * weight for digit, weight in zip(reversed(plain[:-1]), weights, strict=False))
    if (10 - total % 10) % 10 != int(plain[-1]):
        raise ValueError("Chữ số cuối của mã số mã vạch không đúng. Kiểm tra lại trên bao bì.")
    return plain
