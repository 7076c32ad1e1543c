"""Point 7 of the self-assessment report (26/2026/QĐ-TTg, Mẫu số 02): what is ticked.

The records propose each tick; the person who fills the dossier may say otherwise, and then that holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from core.formats import today
from products.enums import ProducerPaperKind, PropertyKind
from products.models import Dossier, DossierTick, Evidence

_EATEN = frozenset({"Thực phẩm", "Đồ uống"})
OTHER = "other"


@dataclass(frozen=True)
class Line:
    """One line of the list; a line without a code has no box."""

    code: str
    label: str
    indent: int = 0

    @property
    def words(self) -> str:
        """The label without the dash or the plus of the printed form."""
        return self.label.removeprefix("- ").removeprefix("+ ")


LINES = (
    Line("business", "a) Giấy đăng ký kinh doanh"),
    Line("quality", "b) Đã công bố chất lượng sản phẩm theo quy định"),
    Line("", "c) Đã có các điều kiện sản xuất theo quy định:"),
    Line("food_safety", "- Giấy chứng nhận cơ sở đủ điều kiện vệ sinh an toàn thực phẩm theo quy định của pháp luật cho "
         "sản xuất sản phẩm", 1),
    Line("production", "- Giấy chứng nhận cơ sở đủ điều kiện sản xuất bắt buộc theo quy định cho sản phẩm (đối với các "
         "sản phẩm bắt buộc theo quy định)", 1),
    Line("property", "d) Đã có đăng ký sở hữu trí tuệ"),
    Line("trademark", "+ Giấy chứng nhận đăng ký nhãn hiệu", 1),
    Line("shared_mark", "+ Văn bản ghi nhận quyền sử dụng chỉ dẫn địa lý, nhãn hiệu tập thể, nhãn hiệu chứng nhận", 1),
    Line("patent", "+ Bằng sáng chế", 1),
    Line("design", "+ Bằng độc quyền kiểu dáng công nghiệp", 1),
    Line("copyright", "+ Giấy chứng nhận bản quyền tác giả", 1),
    Line(OTHER, "+ Khác (ghi rõ)", 1),
)  # fmt: skip
CODES = tuple(line.code for line in LINES if line.code)
LABELS = {line.code: line.words for line in LINES if line.code}


def proposed(dossier: Dossier) -> dict[str, bool]:
    """What the records say: a document of that kind in the dossier, or the product's and the producer's own record."""
    live = Evidence.objects.filter(item__dossier=dossier, removed_at=None)
    given = set(live.values_list("item__code", flat=True))
    kind = dossier.product.property_kind
    own = kind == PropertyKind.TRADEMARK
    shared = kind in {PropertyKind.COLLECTIVE, PropertyKind.CERTIFICATION, PropertyKind.GEOGRAPHICAL}
    conditions = "dieu-kien-san-xuat" in given
    edible = dossier.criteria_set.industry in _EATEN  # whose paper about the place is the one on food safety
    food_safe = dossier.producer.documents.filter(kind=ProducerPaperKind.FOOD_SAFETY).filter(
        Q(expires_on=None) | Q(expires_on__gte=today())
    ).exists()  # fmt: skip
    return {
        "business": "dang-ky-kinh-doanh" in given,
        "quality": "cong-bo-chat-luong" in given,
        "food_safety": food_safe or (conditions and edible),
        "production": conditions and not food_safe and not edible,
        "property": "so-huu-tri-tue" in given or own or shared,
        "trademark": own,
        "shared_mark": shared,
        "patent": False,
        "design": kind == PropertyKind.DESIGN,
        "copyright": False,
        OTHER: kind == PropertyKind.APPLIED,
    }


def by_hand(dossier: Dossier) -> dict[str, bool]:
    """What a person said otherwise."""
    return dict(DossierTick.objects.filter(dossier=dossier).values_list("code", "ticked"))


def answers(dossier: Dossier) -> dict[str, bool]:
    """What the paper shows: the records' proposal, and a person's word where there is one."""
    return proposed(dossier) | by_hand(dossier)
