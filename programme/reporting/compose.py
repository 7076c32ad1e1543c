"""Draft sentences of each section from the figures: what happened is told, what did not is left out or said plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.text import lower_first
from documents.model.doc import PaperDate
from programme.models import AnnualPlan
from programme.reporting.catalogue import KIND_KEYS
from programme.reporting.figures import Figure


@dataclass(frozen=True)
class Setting:
    """Who reports, on what, by which plan."""

    body: str  # "Ủy ban nhân dân huyện Yên Mô"
    area: str  # "huyện Yên Mô"
    year: int
    province_wide: bool
    plan: AnnualPlan | None
    own_plan: AnnualPlan | None
    addressee: str
    targets: Sequence[Mapping[str, Any]] = ()
    districts_sent: int = 0
    districts: int = 0


class Words:
    """Reads figures and strings clauses together."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self.figures = figures

    def has(self, key: str) -> bool:
        """Whether the figure is known and more than nothing."""
        figure = self.figures.get(key)
        return figure is not None and bool(figure.shown)

    def knows(self, key: str) -> bool:
        """Whether any app gives the figure."""
        figure = self.figures.get(key)
        return figure is not None and figure.shown is not None

    def some(self, *clauses: tuple[str, str]) -> list[str]:
        """Clauses whose figure is more than nothing."""
        return [clause for key, clause in clauses if self.has(key)]

    def compared(self, key: str) -> str:
        """“, tăng 03 … so với năm …” when last year's figure is known and something."""
        figure = self.figures.get(key)
        return f", {{{key}:so_sanh}}" if figure is not None and figure.last else ""


def _sentence(lead: str, clauses: Sequence[str], end: str = ".") -> str:
    return f"{lead}{'; '.join(clauses)}{end}" if clauses else ""


def _text(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _where(setting: Setting) -> str:
    return "toàn tỉnh" if setting.province_wide else f"toàn {setting.area.split(' ', 1)[0]}"


def _paper(plan: AnnualPlan | None) -> str:
    """“Kế hoạch số 55/KH-UBND ngày …”, or nothing."""
    if plan is None or not plan.notation or plan.issued_on is None:
        return ""
    date = PaperDate.of(plan.issued_on).text()
    return f"Kế hoạch số {plan.notation} {date}"


def _mo_dau(words: Words, setting: Setting) -> str:
    paper = _paper(setting.plan)
    issuer = "Ủy ban nhân dân tỉnh Ninh Bình" if setting.plan is None else _issuer(setting.plan)
    ground = (
        f"{paper} của {issuer}" if paper else f"Kế hoạch thực hiện Chương trình mỗi xã một sản phẩm năm {setting.year}"
    )
    return (
        f"Thực hiện {ground} về thực hiện Chương trình mỗi xã một sản phẩm (Chương trình OCOP) trên địa bàn tỉnh năm "
        f"{setting.year}, {setting.body} báo cáo kết quả thực hiện năm {setting.year} (số liệu tính đến hết {{ngay_chot}}) "
        "như sau:"
    )


def _issuer(plan: AnnualPlan) -> str:
    return f"Ủy ban nhân dân {plan.unit.area}"


def _chi_dao(words: Words, setting: Setting) -> str:
    own = _paper(setting.own_plan)
    plan = (
        f"{setting.body} đã ban hành {own} thực hiện Chương trình OCOP năm {setting.year}."
        if own and not setting.province_wide
        else f"{setting.body} đã tham mưu Ủy ban nhân dân tỉnh ban hành {own} thực hiện Chương trình OCOP năm {setting.year}."
        if own
        else f"{setting.body} đã chỉ đạo triển khai Chương trình OCOP năm {setting.year} trên địa bàn {setting.area}."
    )
    papers = (
        "Trong năm đã ban hành {van_ban} văn bản để chỉ đạo, hướng dẫn và tổ chức thực hiện."
        if words.has("van_ban")
        else ""
    )
    sent = (
        f"Đến ngày chốt số liệu, {setting.districts_sent}/{setting.districts} huyện, thành phố đã gửi báo cáo năm."
        if setting.province_wide and setting.districts_sent
        else ""
    )
    return _text(" ".join(part for part in (plan, papers) if part), sent)


def _tuyen_truyen(words: Words, setting: Setting) -> str:
    if not words.has("tuyen_truyen"):
        return "Công tác thông tin, tuyên truyền về Chương trình OCOP được lồng ghép trong các hội nghị, lớp tập huấn và sự kiện."
    kinds = words.some(
        ("bai_viet", "{bai_viet} bài viết, chuyên đề"), ("phong_su", "{phong_su} phóng sự, chương trình phát thanh, truyền hình, clip"),
        ("an_pham", "{an_pham} ấn phẩm, câu chuyện sản phẩm"), ("pano", "{pano} pano, áp phích"),
    )  # fmt: skip
    tail = f", gồm {', '.join(kinds)}" if kinds else ""
    return f"Đã đăng tải, phát hành {{tuyen_truyen}} sản phẩm tuyên truyền về Chương trình OCOP{tail}{words.compared('tuyen_truyen')}."


def _tap_huan(words: Words, setting: Setting) -> str:
    if not words.has("lop"):
        return (
            "Trong năm, đơn vị chưa tổ chức lớp tập huấn riêng; cán bộ và chủ thể tham gia các lớp do cấp trên tổ chức."
        )
    kinds = words.some(
        ("lop_can_bo", "{lop_can_bo} lớp cho thành viên Hội đồng, tổ giúp việc và cán bộ"),
        ("lop_chu_the", "{lop_chu_the} lớp cho chủ thể"),
    )
    first = f"Đã tổ chức {{lop}} lớp tập huấn, bồi dưỡng{words.compared('lop')}"
    first += f", gồm {' và '.join(kinds)}." if kinds else "."
    people = (
        "Có {luot_nguoi} lượt người hoàn thành"
        + (f", trong đó {' và '.join(parts)}" if (parts := words.some(
            ("luot_can_bo", "{luot_can_bo} lượt cán bộ"), ("luot_chu_the", "{luot_chu_the} lượt người của chủ thể"),
        )) else "")
        + " (chi tiết tại Biểu 5)."
        if words.has("luot_nguoi")
        else ""
    )  # fmt: skip
    return " ".join(part for part in (first, people) if part)


def _phat_trien(words: Words, setting: Setting) -> str:
    kinds = words.some(*(
        (key, f"{{{key}}} {lower_first(kind.label)}") for kind, key in KIND_KEYS.items()
    ))  # fmt: skip
    first = (
        f"{_where(setting).capitalize()} có {{chu_the}} chủ thể có sản phẩm OCOP còn hiệu lực"
        + (f", gồm {', '.join(kinds)}" if kinds else "")
        + " (chi tiết tại Biểu 3)."
        if words.has("chu_the")
        else ""
    )
    inside = words.some(
        ("chu_the_nu", "{chu_the_nu} chủ thể do phụ nữ làm chủ, điều hành"),
        ("chu_the_dan_toc", "{chu_the_dan_toc} chủ thể là người dân tộc thiểu số"),
    )
    second = _sentence("Trong đó có ", inside)
    jobs = "Các chủ thể tạo việc làm cho {lao_dong} lao động." if words.has("lao_dong") else ""
    villages = (
        "Có {lang_nghe} làng nghề có sản phẩm đạt từ 3 sao trở lên." if words.has("lang_nghe")
        else "Chưa có làng nghề có sản phẩm đạt từ 3 sao trở lên." if words.knows("lang_nghe") else ""
    )  # fmt: skip
    links = (
        "Các chủ thể đã ký {lien_ket} thoả thuận, hợp đồng liên kết, tiêu thụ sản phẩm."
        if words.has("lien_ket")
        else ""
    )
    return _text(" ".join(p for p in (first, second, jobs) if p), " ".join(p for p in (villages, links) if p))


def _danh_gia(words: Words, setting: Setting) -> str:
    work = words.some(
        ("ho_so_nop", "tiếp nhận {ho_so_nop} hồ sơ"), ("phien_hop", "tổ chức {phien_hop} phiên họp, lấy ý kiến của Hội đồng"),
        ("ho_so_danh_gia", "đánh giá {ho_so_danh_gia} hồ sơ"),
    )  # fmt: skip
    first = _sentence("Trong năm đã ", work)
    stars = words.some(*((f"moi_{n}_sao", f"{{moi_{n}_sao}} sản phẩm hạng {n} sao") for n in (3, 4, 5)))
    new = (
        "Công nhận mới {cong_nhan_moi} sản phẩm"
        + (f" ({', '.join(stars)})" if stars else "")
        + words.compared("cong_nhan_moi")
        if words.has("cong_nhan_moi")
        else ""
    )
    again = words.some(
        ("cong_nhan_lai", "công nhận lại {cong_nhan_lai} sản phẩm"), ("nang_hang", "nâng hạng {nang_hang} sản phẩm"),
        ("khong_cong_nhan", "{khong_cong_nhan} hồ sơ không được công nhận"),
    )  # fmt: skip
    results = "; ".join(part for part in (new, *again) if part)
    results = f"{results[:1].upper()}{results[1:]}." if results else "Trong năm chưa có sản phẩm được công nhận."
    up = words.some(
        ("chuyen_tinh", "{chuyen_tinh} hồ sơ do cấp huyện đề nghị tỉnh đánh giá, phân hạng từ 4 sao"),
        ("tiem_nang_5_sao", "{tiem_nang_5_sao} sản phẩm tiềm năng 5 sao đề nghị Bộ đánh giá"),
        ("bo_cong_nhan", "{bo_cong_nhan} sản phẩm được Bộ công nhận 5 sao"),
    )
    forwarded = _sentence("Có ", up)
    held = words.some(*((f"con_{n}_sao", f"{{con_{n}_sao}} sản phẩm {n} sao") for n in (3, 4, 5)))
    total = (
        f"Lũy kế đến ngày chốt số liệu, {_where(setting)} có {{luy_ke}} sản phẩm đã được công nhận từ 3 sao trở lên; "
        "{con_hieu_luc} sản phẩm còn hiệu lực"
        + (f", gồm {', '.join(held)}" if held else "")
        + " (chi tiết tại Biểu 1, Biểu 2)."
        if words.has("luy_ke")
        else ""
    )
    ended = "Có {het_han} công nhận hết hạn trong năm." if words.has("het_han") else ""
    sold = (
        "Doanh thu của các sản phẩm OCOP trong năm đạt {doanh_thu}" + words.compared("doanh_thu") + "."
        if words.has("doanh_thu") else ""
    )  # fmt: skip
    growth = (
        "So với năm trước khi được công nhận, doanh thu của các sản phẩm có số liệu thay đổi từ {doanh_thu_truoc} thành "
        "{doanh_thu_sau} (Biểu 4)."
        if words.has("doanh_thu_truoc") and words.has("doanh_thu_sau")
        else ""
    )
    return _text(
        " ".join(p for p in (first, results, forwarded) if p), " ".join(p for p in (total, ended) if p),
        "{bang_nganh}", " ".join(p for p in (sold, growth) if p),
    )  # fmt: skip


def _xuc_tien(words: Words, setting: Setting) -> str:
    if words.has("su_kien"):
        tail = words.some(
            ("luot_tham_gia", "{luot_tham_gia} lượt chủ thể tham gia"), ("doanh_thu_su_kien", "doanh thu trực tiếp {doanh_thu_su_kien}"),
            ("hop_dong", "ký {hop_dong} hợp đồng"), ("ghi_nho", "ký {ghi_nho} biên bản ghi nhớ"),
        )  # fmt: skip
        events = "Đã tổ chức, tham gia {su_kien} hội chợ, triển lãm, sự kiện xúc tiến thương mại" + words.compared(
            "su_kien"
        )
        events += f"; {'; '.join(tail)} (Biểu 6)." if tail else " (Biểu 6)."
    else:
        events = "Trong năm chưa tổ chức sự kiện xúc tiến thương mại riêng." if words.knows("su_kien") else ""
    new = "công nhận mới {diem_ban_moi} điểm giới thiệu và bán sản phẩm OCOP" if words.has("diem_ban_moi") else ""
    run = "{diem_ban} điểm đang hoạt động" if words.has("diem_ban") else ""
    points = "; ".join(part for part in (new, run) if part)
    return _text(events, f"{points[:1].upper()}{points[1:]}." if points else "")


def _chuyen_doi_so(words: Words, setting: Setting) -> str:
    first = (
        "{ho_so_nop} hồ sơ đánh giá trong năm được tiếp nhận, thẩm định, chấm điểm trên phần mềm; dữ liệu của {con_hieu_luc} "
        "sản phẩm còn hiệu lực được cập nhật vào cơ sở dữ liệu sản phẩm OCOP."
        if words.has("ho_so_nop")
        else "Dữ liệu của {con_hieu_luc} sản phẩm còn hiệu lực được cập nhật vào cơ sở dữ liệu sản phẩm OCOP."
        if words.has("con_hieu_luc")
        else "Dữ liệu sản phẩm OCOP được cập nhật vào cơ sở dữ liệu."
    )
    online = (
        "Có {tren_san} sản phẩm trên các kênh bán hàng trực tuyến, sàn thương mại điện tử."
        if words.has("tren_san")
        else ""
    )
    return " ".join(part for part in (first, online) if part)


def _kiem_tra(words: Words, setting: Setting) -> str:
    if words.has("kiem_tra"):
        plan = "/{kiem_tra_ke_hoach} cơ sở theo kế hoạch" if words.has("kiem_tra_ke_hoach") else ""
        first = f"Đã thực hiện {{kiem_tra}} cuộc kiểm tra{plan.replace('/', ' trên ')}"
        tail = words.some(
            ("phat_hien", "ghi nhận {phat_hien} nội dung cần khắc phục"),
            ("khac_phuc", "{khac_phuc} nội dung đã khắc phục xong"),
        )
        held = f"{first}; {'; '.join(tail)} (Biểu 7)." if tail else f"{first} (Biểu 7)."
    else:
        held = "Đến ngày chốt số liệu chưa có cuộc kiểm tra nào được kết luận."
    revoked = (
        "Đã thu hồi {thu_hoi} Giấy chứng nhận."
        if words.has("thu_hoi")
        else "Không có sản phẩm bị thu hồi Giấy chứng nhận."
    )
    heard = "Tiếp nhận {phan_anh} phản ánh về sản phẩm OCOP." if words.has("phan_anh") else ""
    return " ".join(part for part in (held, revoked, heard) if part)


def _kinh_phi(words: Words, setting: Setting) -> str:
    clauses = words.some(
        ("kinh_phi_ke_hoach", "kế hoạch {kinh_phi_ke_hoach}"), ("kinh_phi_giao", "đã giao, bố trí {kinh_phi_giao}"),
        ("kinh_phi_giai_ngan", "đã giải ngân {kinh_phi_giai_ngan}"),
    )  # fmt: skip
    lead = _sentence(f"Kinh phí thực hiện Chương trình năm {setting.year}: ", clauses, " (Biểu 8).")
    return _text(lead or "Số liệu kinh phí theo nguồn tại Biểu 8.", "{bang_kinh_phi}" if clauses else "")


def _muc_tieu(words: Words, setting: Setting) -> str:
    if not setting.targets:
        return "Chưa có kế hoạch năm được duyệt trên cổng để đối chiếu với mục tiêu."
    reached = sum(1 for row in setting.targets if row["reached"])
    head = f"Đến ngày chốt số liệu, {reached}/{len(setting.targets)} chỉ tiêu của kế hoạch năm đạt hoặc vượt:"
    open_ones = [row for row in setting.targets if not row["reached"] and row["percent"] is not None]
    tail = "; ".join(f"{lower_first(row['name'])} ({row['percent']}%)" for row in open_ones)
    return _text(head, "{bang_chi_tieu}", f"Chỉ tiêu chưa đạt: {tail}." if tail else "")


def _ton_tai(words: Words, setting: Setting) -> str:
    found = []
    if words.has("het_han"):
        found.append("Còn {het_han} sản phẩm hết hạn công nhận trong năm chưa được đánh giá lại.")
    if words.has("khong_cong_nhan"):
        found.append("Có {khong_cong_nhan} hồ sơ chưa đạt yêu cầu khi đánh giá.")
    if words.has("phat_hien"):
        found.append("Qua kiểm tra còn {phat_hien} nội dung cần khắc phục tại cơ sở.")
    return _text(*(f"{'abcd'[i]}) {line}" for i, line in enumerate(found)))


def _nguyen_nhan(words: Words, setting: Setting) -> str:
    return ""


def _phuong_huong(words: Words, setting: Setting) -> str:
    lines = []
    if words.has("sap_het_han"):
        lines.append(
            f"Rà soát, hướng dẫn đánh giá lại {{sap_het_han}} sản phẩm có thời hạn công nhận kết thúc đến hết năm {setting.year + 1}."
        )
    left = [row for row in setting.targets if not row["reached"]]
    if left:
        lines.append("Tiếp tục thực hiện các chỉ tiêu chưa hoàn thành của năm nay.")
    lines.append("Tập huấn cho cán bộ, chủ thể; kiểm tra định kỳ việc duy trì tiêu chí của sản phẩm đã được công nhận.")
    return _text(*(f"{number}. {line}" for number, line in enumerate(lines, 1)))


def _kien_nghi(words: Words, setting: Setting) -> str:
    return ""


def _ket(words: Words, setting: Setting) -> str:
    asked = (
        f", đề nghị {setting.addressee} tổng hợp"
        if not setting.province_wide
        else f", kính báo cáo {setting.addressee}"
    )
    return f"Trên đây là báo cáo kết quả thực hiện Chương trình OCOP năm {setting.year} của {setting.area}{asked}./."


_WRITERS = {
    "mo_dau": _mo_dau, "chi_dao": _chi_dao, "tuyen_truyen": _tuyen_truyen, "tap_huan": _tap_huan,
    "phat_trien": _phat_trien, "danh_gia": _danh_gia, "xuc_tien": _xuc_tien, "chuyen_doi_so": _chuyen_doi_so,
    "kiem_tra": _kiem_tra, "kinh_phi": _kinh_phi, "muc_tieu": _muc_tieu, "ton_tai": _ton_tai,
    "nguyen_nhan": _nguyen_nhan, "phuong_huong": _phuong_huong, "kien_nghi": _kien_nghi, "ket": _ket,
}  # fmt: skip


def compose(figures: Mapping[str, Figure], setting: Setting) -> dict[str, str]:
    """The words of every section."""
    words = Words(figures)
    return {key: write(words, setting) for key, write in _WRITERS.items()}
