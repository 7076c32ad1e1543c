"""When two written names mean one producer, product or craft village."""

from __future__ import annotations

import re
from functools import lru_cache

from core.text import fold
from products.enums import ProducerKind

_SHORT = {
    "htx": "hop tac xa", "htxnn": "hop tac xa nong nghiep", "htxdv": "hop tac xa dich vu", "htxdvnn": "hop tac xa dich vu nong nghiep",
    "htxsxkd": "hop tac xa san xuat kinh doanh", "tht": "to hop tac", "cty": "cong ty", "ct": "cong ty", "cp": "co phan",
    "dn": "doanh nghiep", "dntn": "doanh nghiep tu nhan", "hkd": "ho kinh doanh", "sxkd": "san xuat kinh doanh",
    "sx": "san xuat", "kd": "kinh doanh", "dv": "dich vu", "dvnn": "dich vu nong nghiep", "nn": "nong nghiep",
    "cs": "co so", "cssx": "co so san xuat", "tm": "thuong mai", "dvtm": "dich vu thuong mai", "xnk": "xuat nhap khau",
    "mtv": "mot thanh vien", "dd": "dai dien",
}  # fmt: skip
_PLACE = re.compile(
    r"\s*(?:[,(–-]\s*(?:tt|tp|x|p|h)\b|[,(–-]?\s*\b(?<!tac )(?:xa|phuong|thi tran|huyen|thanh pho|tinh)\b)\.?\s*\S.*$"
)
_HOUSE = re.compile(
    r"^(?:ho san xuat kinh doanh|ho san xuat|ho gia dinh|ho kinh doanh ca the|ho kinh doanh|ho)\s+(?:ca the\s+)?"
)
_TRADES = re.compile(r"^hop tac xa (?:(?:san xuat|kinh doanh|dich vu|nong nghiep|tong hop|va) )+(?=\S)")
_KINDS = (
    (re.compile(r"^(htx\w*|hop tac xa|lien hiep hop tac xa)\b"), ProducerKind.COOPERATIVE),
    (re.compile(r"^(tht|to hop tac)\b"), ProducerKind.COOPERATIVE_GROUP),
    (re.compile(r"^(cong ty|cty|ct|doanh nghiep|dn|dntn)\b"), ProducerKind.ENTERPRISE),
    (re.compile(r"^(ho|hkd|ho san xuat|ho kinh doanh|ho gia dinh)\b"), ProducerKind.HOUSEHOLD),
    (re.compile(r"^trang trai\b"), ProducerKind.FARM),
    (re.compile(r"^(hoi|hiep hoi|trung tam)\b"), ProducerKind.ASSOCIATION),
    (re.compile(r"^(co so|cs|cssx|lang nghe)\b"), ProducerKind.ESTABLISHMENT),
)


_VILLAGE = re.compile(r"^(?:lang nghe truyen thong|lang nghe|lang co nghe|lang)\s+")
_BY_LABEL = {fold(kind.label): kind for kind in ProducerKind}


@lru_cache(maxsize=20_000)
def producer_key(name: str) -> str:
    """The form in which names of producers are compared: short words spelled out, the place at the end left out.

    "HTXNN Yên Hoà", "Hợp tác xã nông nghiệp YÊN HÒA, xã Yên Hòa" and "HTX NN Yên Hòa" are one; a household is known
    by its owner, whichever of its many kinds is written before.
    """
    folded = re.sub(r"\bocop\s*[-:]\s*", "", fold(name))
    words = " ".join(_SHORT.get(word, word) for word in re.sub(r"[^\w\s,()–-]", " ", folded).split())
    words = _PLACE.sub("", words).strip() or words
    words = " ".join(re.sub(r"[^\w ]", " ", words).split())
    return _HOUSE.sub("ho ", words)


def loose_key(name: str) -> str:
    """The same without what co-operatives put before their name at will: HTX, HTXNN, HTX DVNN Vân Trà."""
    key = producer_key(name)
    return _TRADES.sub("hop tac xa ", key)


@lru_cache(maxsize=20_000)
def product_key(name: str) -> str:
    """The form in which names of products are compared."""
    folded = re.sub(r"^(?:san pham )?ocop\s*[-–:]?\s*", "", fold(name))
    return " ".join(re.sub(r"[^\w ]", " ", folded).split())


@lru_cache(maxsize=2_000)
def village_key(name: str) -> str:
    """The form in which names are compared: "Làng nghề cói Kim Chính" and "Cói Kim Chính" are one."""
    folded = " ".join(re.sub(r"[^\w ]", " ", fold(name)).split())
    return _VILLAGE.sub("", folded)


@lru_cache(maxsize=2_000)
def kind_of(text: str) -> ProducerKind | None:
    """The kind that a cell or a name begins with; None when it says none."""
    folded = fold(text)
    return _BY_LABEL.get(folded) or next((kind for pattern, kind in _KINDS if pattern.match(folded)), None)
