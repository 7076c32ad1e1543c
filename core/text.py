"""Vietnamese text: one spelling in storage, a folded form for search, a key for alphabetical order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SPACES = re.compile(r"[^\S\n]+")
# Nor do PostgreSQL (NUL, halves of surrogate pairs) and XML (control characters) take some of them. The controls that
# part lines and words are not among them: a soft line break of Word must not glue two words together.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0x00AD, 0xFEFF, 0xFFFE, 0xFFFF,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    ]
)  # fmt: skip
# Cyrillic and Greek letters that spreadsheets smuggle in because they look like Latin ones.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсухіІΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxiIABEZHIKMNOPTYXo")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u031b": {"o": "ơ", "u": "ư"}}


def nfc(text: str) -> str:
    """Bring typed or pasted text to one spelling: NFC, plain spaces, no invisible or control characters, trimmed lines."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()


def lower_first(text: str) -> str:
    """A name or a sentence in the middle of another: "Huyện Yên Mô" as "huyện Yên Mô"."""
    return text[:1].lower() + text[1:]


def first_of(names: Sequence[str], most: int, kind: str, *, between: str = ", ") -> str:
    """The first names, and how many more of that kind there are: "A, B và 3 sản phẩm khác"."""
    more = len(names) - most
    return between.join(names[:most]) + (f" và {more} {kind} khác" if more > 0 else "")


def latin(text: str) -> str:
    """Put Latin letters for the Cyrillic and Greek ones that look like them; text in another alphabet stays."""
    changed = text.translate(_LOOKALIKES)
    return changed if all(ord(char) < 0x370 or ord(char) > 0x4FF for char in changed) else text


def fold(text: str) -> str:
    """Give the form in which search compares: lower case, no accents, đ as d, look-alikes as Latin letters."""
    text = nfc(text).translate(_LOOKALIKES).casefold().replace("đ", "d")
    plain = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return _SPACES.sub(" ", "".join(plain).replace("\n", " ")).strip()


def _syllable_key(syllable: str) -> tuple[str, str]:
    """Split one word into its letters' ranks and its tones, both as sortable strings."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", syllable):
        if char in _TONES:
            if tones:
                tones[-1] = str(_TONES[char])
            continue
        if letters and char in _SHAPES:
            letters[-1] = _SHAPES[char].get(letters[-1], letters[-1])
            continue
        if unicodedata.combining(char):
            continue
        letters.append(char)
        tones.append("0")
    ranks = "".join(chr(0x100 + _LETTER_RANK[x]) if x in _LETTER_RANK else x for x in letters)
    return ranks, "".join(tones)


def sort_key(text: str) -> str:
    """Give a string whose byte order is Vietnamese alphabetical order (letters first, then tones).

    It is meant for a column with COLLATE "C". Letters a ă â … y rank before any tone: "ba" < "bà" < "bả" < "bã" <
    "bá" < "bạ", and "An" < "Ăn" < "Ân".
    """
    words = [_syllable_key(word) for word in nfc(text).casefold().split()]
    return " ".join(ranks for ranks, _ in words) + "\x01" + " ".join(tones for _, tones in words)
