"""The figures of an annual report (DOMAIN §10), each bound by code to an indicator that some app declares.

The binding is looked up when figures are taken: a figure that no app declares is said to be missing, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from core.text import lower_first
from products.enums import ProducerKind

Where = Callable[[dt.date], Q]
REPORT_KINDS = ("bao-cao-nam-huyen", "bao-cao-nam-so")


@dataclass(frozen=True, kw_only=True)
class FigureSpec:
    """One figure. `only` keeps some values of a dimension of the indicator; `where` adds conditions that depend on the cut-off.

    `stands` marks what stands on a day (products in force) rather than happened within the year: then last year's
    figure is that of its 31 December.
    """

    key: str
    label: str
    unit: str
    indicator: str
    part: str
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    where: Where | None = None
    stands: bool = False


def _until_next_year(cut_off: dt.date) -> Q:
    return Q(valid_until__gt=cut_off, valid_until__lte=dt.date(cut_off.year + 1, 12, 31))


def _but_reports(_cut_off: dt.date) -> Q:
    """A report does not count itself among the papers that it tells of."""
    return ~Q(kind__in=REPORT_KINDS)


_F = FigureSpec
_STARS = (3, 4, 5)
KIND_KEYS = {
    ProducerKind.ENTERPRISE: "chu_the_doanh_nghiep",
    ProducerKind.COOPERATIVE: "chu_the_hop_tac_xa",
    ProducerKind.COOPERATIVE_GROUP: "chu_the_to_hop_tac",
    ProducerKind.HOUSEHOLD: "chu_the_ho",
    ProducerKind.FARM: "chu_the_trang_trai",
    ProducerKind.ESTABLISHMENT: "chu_the_co_so",
    ProducerKind.ASSOCIATION: "chu_the_hoi",
}
_MEDIA = (
    ("bai_viet", "Bài viết, chuyên đề", ("article",)),
    ("phong_su", "Phóng sự, phát thanh, truyền hình, clip", ("broadcast", "clip")),
    ("an_pham", "Ấn phẩm, kỷ yếu, tờ rơi", ("publication", "story")),
    ("pano", "Pano, áp phích, khẩu hiệu", ("billboard",)),
)

FIGURES: tuple[FigureSpec, ...] = (
    _F(key="van_ban", label="Văn bản ban hành trên cổng", unit="văn bản", indicator="documents.issued", part="chi_dao",
       where=_but_reports),
    # II.1
    _F(key="tuyen_truyen", label="Sản phẩm tuyên truyền đã đăng tải, phát hành", unit="sản phẩm tuyên truyền",
       indicator="promotion.communications", part="tuyen_truyen"),
    *(_F(key=key, label=label, unit="sản phẩm tuyên truyền", indicator="promotion.communications", part="tuyen_truyen",
         only={"kind": kinds}) for key, label, kinds in _MEDIA),
    # II.2
    _F(key="lop", label="Lớp tập huấn đã tổ chức", unit="lớp", indicator="trainings.classes_held", part="tap_huan"),
    _F(key="lop_can_bo", label="Lớp cho thành viên Hội đồng, cán bộ", unit="lớp",
       indicator="trainings.classes_held_officers", part="tap_huan"),
    _F(key="lop_chu_the", label="Lớp cho chủ thể", unit="lớp", indicator="trainings.classes_held_producers",
       part="tap_huan"),
    _F(key="luot_nguoi", label="Lượt người hoàn thành tập huấn", unit="lượt người",
       indicator="trainings.people_trained", part="tap_huan"),
    _F(key="luot_can_bo", label="Lượt thành viên Hội đồng, cán bộ hoàn thành tập huấn", unit="lượt người",
       indicator="trainings.people_trained_officers", part="tap_huan"),
    _F(key="luot_chu_the", label="Lượt người của chủ thể hoàn thành tập huấn", unit="lượt người",
       indicator="trainings.people_trained_producers", part="tap_huan"),
    # II.3
    _F(key="chu_the", label="Chủ thể có sản phẩm còn hiệu lực", unit="chủ thể", indicator="products.producers",
       part="phat_trien", stands=True),
    *(_F(key=key, label=f"Chủ thể là {lower_first(kind.label)}", unit="chủ thể",
         indicator="products.producers", part="phat_trien", only={"kind": (kind.value,)}, stands=True)
      for kind, key in KIND_KEYS.items()),
    _F(key="chu_the_nu", label="Chủ thể do phụ nữ làm chủ, điều hành", unit="chủ thể",
       indicator="products.producers_women", part="phat_trien", stands=True),
    _F(key="chu_the_dan_toc", label="Chủ thể là người dân tộc thiểu số", unit="chủ thể",
       indicator="products.producers_minority", part="phat_trien", stands=True),
    _F(key="lao_dong", label="Lao động của các chủ thể", unit="người", indicator="products.workers", part="phat_trien",
       stands=True),
    _F(key="lang_nghe", label="Làng nghề có sản phẩm từ 3 sao", unit="làng nghề", indicator="products.craft_villages",
       part="phat_trien", stands=True),
    _F(key="lien_ket", label="Thoả thuận, hợp đồng liên kết, tiêu thụ đã ký", unit="thoả thuận",
       indicator="promotion.agreements", part="phat_trien"),
    # II.4
    _F(key="ho_so_nop", label="Hồ sơ đánh giá đã nộp", unit="hồ sơ", indicator="evaluations.dossiers_submitted",
       part="danh_gia"),
    _F(key="phien_hop", label="Phiên họp, lấy ý kiến của Hội đồng đã kết thúc", unit="phiên",
       indicator="evaluations.sessions", part="danh_gia"),
    _F(key="ho_so_danh_gia", label="Hồ sơ được Hội đồng đánh giá", unit="hồ sơ", indicator="evaluations.assessed",
       part="danh_gia"),
    _F(key="cong_nhan", label="Sản phẩm được công nhận trong năm (mới, lại, nâng hạng)", unit="sản phẩm",
       indicator="products.recognised", part="danh_gia"),
    _F(key="cong_nhan_moi", label="Sản phẩm công nhận mới", unit="sản phẩm", indicator="products.recognised_new",
       part="danh_gia"),
    *(_F(key=f"moi_{stars}_sao", label=f"Sản phẩm công nhận mới hạng {stars} sao", unit="sản phẩm",
         indicator="products.recognised_new", part="danh_gia", only={"stars": (stars,)}) for stars in _STARS),
    _F(key="cong_nhan_lai", label="Sản phẩm công nhận lại", unit="sản phẩm", indicator="products.renewed",
       part="danh_gia"),
    _F(key="nang_hang", label="Sản phẩm được nâng hạng", unit="sản phẩm", indicator="products.upgraded",
       part="danh_gia"),
    _F(key="chuyen_tinh", label="Hồ sơ huyện đề nghị tỉnh đánh giá", unit="hồ sơ", indicator="evaluations.forwarded",
       part="danh_gia"),
    _F(key="tiem_nang_5_sao", label="Sản phẩm tiềm năng 5 sao đề nghị Bộ đánh giá", unit="sản phẩm",
       indicator="evaluations.potential_five", part="danh_gia"),
    _F(key="bo_cong_nhan", label="Sản phẩm được Bộ công nhận 5 sao", unit="sản phẩm",
       indicator="evaluations.five_stars", part="danh_gia"),
    _F(key="khong_cong_nhan", label="Hồ sơ không được công nhận", unit="hồ sơ",
       indicator="evaluations.not_recognised", part="danh_gia"),
    _F(key="luy_ke", label="Sản phẩm đã được công nhận từ 3 sao (luỹ kế)", unit="sản phẩm",
       indicator="products.recognised_total", part="danh_gia", stands=True),
    _F(key="con_hieu_luc", label="Sản phẩm còn hiệu lực công nhận", unit="sản phẩm", indicator="products.valid",
       part="danh_gia", stands=True),
    *(_F(key=f"con_{stars}_sao", label=f"Sản phẩm hạng {stars} sao còn hiệu lực", unit="sản phẩm",
         indicator="products.valid", part="danh_gia", only={"stars": (stars,)}, stands=True) for stars in _STARS),
    _F(key="het_han", label="Công nhận hết hạn trong năm", unit="sản phẩm", indicator="products.expired",
       part="danh_gia"),
    _F(key="sap_het_han", label="Công nhận hết hạn từ ngày chốt đến hết năm sau", unit="sản phẩm",
       indicator="products.valid", part="phuong_huong", where=_until_next_year, stands=True),
    _F(key="doanh_thu", label="Doanh thu sản phẩm OCOP trong năm", unit="đồng", indicator="products.revenue",
       part="danh_gia"),
    _F(key="doanh_thu_truoc", label="Doanh thu năm trước khi được công nhận", unit="đồng",
       indicator="products.revenue_before", part="danh_gia", stands=True),
    _F(key="doanh_thu_sau", label="Doanh thu mới nhất của các sản phẩm đó", unit="đồng",
       indicator="products.revenue_after", part="danh_gia", stands=True),
    # II.5
    _F(key="su_kien", label="Sự kiện xúc tiến đã tổ chức, tham gia", unit="sự kiện", indicator="promotion.events",
       part="xuc_tien"),
    _F(key="luot_tham_gia", label="Lượt chủ thể tham gia sự kiện", unit="lượt", indicator="promotion.participations",
       part="xuc_tien"),
    _F(key="doanh_thu_su_kien", label="Doanh thu tại các sự kiện", unit="đồng", indicator="promotion.event_revenue",
       part="xuc_tien"),
    _F(key="hop_dong", label="Hợp đồng ký tại sự kiện", unit="hợp đồng", indicator="promotion.contracts",
       part="xuc_tien"),
    _F(key="ghi_nho", label="Biên bản ghi nhớ ký tại sự kiện", unit="biên bản", indicator="promotion.memoranda",
       part="xuc_tien"),
    _F(key="diem_ban_moi", label="Điểm giới thiệu và bán sản phẩm được công nhận trong năm", unit="điểm",
       indicator="promotion.points_new", part="xuc_tien"),
    _F(key="diem_ban", label="Điểm giới thiệu và bán sản phẩm đang hoạt động", unit="điểm",
       indicator="promotion.points", part="xuc_tien", stands=True),
    _F(key="tren_san", label="Sản phẩm có mặt trên kênh bán hàng trực tuyến", unit="sản phẩm",
       indicator="promotion.listings", part="chuyen_doi_so", stands=True),
    # II.7
    _F(key="kiem_tra_ke_hoach", label="Cơ sở kiểm tra theo kế hoạch", unit="cơ sở", indicator="inspections.planned",
       part="kiem_tra"),
    _F(key="kiem_tra", label="Cuộc kiểm tra đã thực hiện", unit="cuộc", indicator="inspections.held", part="kiem_tra"),
    _F(key="phat_hien", label="Phát hiện qua kiểm tra", unit="phát hiện", indicator="inspections.findings",
       part="kiem_tra"),
    _F(key="khac_phuc", label="Yêu cầu đã khắc phục xong", unit="nội dung", indicator="inspections.repaired",
       part="kiem_tra"),
    _F(key="thu_hoi", label="Giấy chứng nhận bị thu hồi", unit="giấy", indicator="inspections.revoked",
       part="kiem_tra"),
    _F(key="phan_anh", label="Phản ánh về sản phẩm OCOP đã tiếp nhận", unit="phản ánh",
       indicator="inspections.complaints", part="kiem_tra"),
)  # fmt: skip

# Money has no indicator: it is read from the plan's budget and from the costs that activities posted.
MONEY = (
    ("kinh_phi_ke_hoach", "Kinh phí theo kế hoạch", "planned"),
    ("kinh_phi_giao", "Kinh phí đã giao, bố trí", "allocated"),
    ("kinh_phi_giai_ngan", "Kinh phí đã giải ngân", "disbursed"),
)
BUDGET = "programme.budget"
SPECS = {spec.key: spec for spec in FIGURES}
