"""One sample of every paper. People, figures and dates are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from documents.forms_of_paper import (
    certificate,
    failure_notice,
    forwarding_decision,
    invitation,
    minutes,
    proposal,
    recognition_decision,
    score_sheet,
    score_summary,
    supplement_request,
    upper_level_letter,
)
from documents.forms_of_paper.common import ProductGroup, ProductLine
from documents.model import Doc, PaperDate, ScoreCriterion, ScoreOption, ScorePart, ScoreSection
from documents.model.certificate import Certificate
from documents.papers_common import (
    Issue,
    Signer,
    council_of,
    division_of_agriculture,
    people_committee,
    reference_text,
)

YEN_MO, NINH_BINH = people_committee("huyện Yên Mô"), people_committee("tỉnh Ninh Bình")
COUNCIL = council_of("huyện Yên Mô")
NOVEMBER = PaperDate(2024, 11, 12)
VIETNAMESE = "Ẵ ẵ Ặ ặ ỡ ự ỹ ỵ Đ đ ƯỚNG Nguyễn"

PRODUCTS = (
    ProductLine(
        "Mật ong Yên Đồng",
        "HTX Dịch vụ nông nghiệp Yên Đồng",
        "Xã Yên Đồng",
        Decimal("62.625"),
        (Decimal(25), Decimal(15), Decimal("22.625")),
        8,
        Decimal(5),
        "3 sao (***)",
    ),
    ProductLine(
        "Bột rau má Vân Trà",
        "HTX rau, củ, quả Vân Trà",
        "Xã Yên Thắng",
        Decimal("61.5"),
        (Decimal(24), Decimal(15), Decimal("22.5")),
        8,
        Decimal(5),
        "3 sao (***)",
    ),
    ProductLine(
        "Cá chạch sụn kho niêu đất",
        "Hộ kinh doanh Trần Văn N",
        "Xã Yên Hòa",
        Decimal(59),
        (Decimal(23), Decimal(14), Decimal(22)),
        7,
        Decimal(4),
        "3 sao (***)",
    ),
    ProductLine(
        "Giò trứng Nộn Khê",
        "Tổ hợp tác giò chả Nộn Khê",
        "Xã Yên Từ",
        Decimal(65),
        (Decimal(27), Decimal(16), Decimal(22)),
        8,
        Decimal(4),
        "3 sao (***)",
    ),
    ProductLine(
        "Nem chua Yên Mạc",
        "Hộ kinh doanh Phạm Văn P",
        "Xã Yên Mạc",
        Decimal("69.996"),
        (Decimal(29), Decimal(17), Decimal("23.996")),
        8,
        Decimal(3),
        "3 sao (***)",
    ),
)
FORWARDED = ProductLine(
    "Gốm Bồ Bát - Bộ ấm chén men tro",
    "Công ty TNHH Bảo tồn và Phát triển Gốm Bồ Bát",
    "Xã Yên Thành",
    Decimal("78.5"),
    (Decimal(32), Decimal(20), Decimal("26.5")),
    8,
    Decimal(5),
    "Đề nghị tỉnh (****)",
)
FIVE_STAR = ProductLine(
    "Túi bèo Vina Handicraft",
    "Công ty TNHH Vina Handicrafts",
    "Xã Quang Thiện, huyện Kim Sơn",
    Decimal("91.571"),
    (Decimal(37), Decimal("22.43"), Decimal("32.14")),
    9,
    Decimal(4),
    "Đề nghị Bộ (*****)",
)
GROUPS = (
    ProductGroup("Sản phẩm được công nhận hạng 3 sao (***) cấp huyện", PRODUCTS, 3),
    ProductGroup(
        "Sản phẩm tiềm năng 4 sao (****), đề nghị UBND tỉnh đánh giá, phân hạng", (FORWARDED,), 4, forwarded=True
    ),
)
MEMBERS = (
    minutes.Attendance("Ông Nguyễn Văn A", "Phó Chủ tịch UBND huyện", "Chủ tịch Hội đồng"),
    minutes.Attendance("Bà Trần Thị B", "Trưởng phòng Nông nghiệp và PTNT", "Phó Chủ tịch Hội đồng"),
    minutes.Attendance("Ông Lê Văn C", "Phó Trưởng phòng Nông nghiệp và PTNT", "Ủy viên, Thư ký"),
    minutes.Attendance("Bà Phạm Thị D", "Trưởng phòng Tài chính - Kế hoạch", "Ủy viên"),
    minutes.Attendance("Ông Hoàng Văn Đ", "Trưởng phòng Kinh tế và Hạ tầng", "Ủy viên"),
    minutes.Attendance("Bà Vũ Thị E", "Trưởng phòng Y tế", "Ủy viên"),
    minutes.Attendance("Ông Đỗ Văn K", "Chủ tịch Hội Nông dân huyện", "Ủy viên", present=False, reason="có lý do"),
)


def issue(body=YEN_MO, symbol="QĐ-UBND", *, draft=False, form="ubnd-chu-tich", office=""):
    signer = Signer(form, "Nguyễn Văn Ẵng", office)
    if draft:
        return Issue(body, symbol, Signer(form, "", office), None, PaperDate(2024, 11), draft=True)
    return Issue(body, symbol, signer, 5, NOVEMBER, draft=False)


def decision(*, draft=False) -> Doc:
    facts = recognition_decision.Facts(
        "huyện Yên Mô",
        2024,
        GROUPS,
        proposal_number=None if draft else 31,
        proposal_date=PaperDate(2024, 11) if draft else PaperDate(2024, 11, 8),
        minutes_date=PaperDate(2024, 11, 5),
    )
    return recognition_decision.paper(issue(draft=draft), facts, recognition_decision.texts(facts))


def province_decision(*, draft=False) -> Doc:
    group = (ProductGroup("Sản phẩm được công nhận hạng 4 sao (****) cấp tỉnh", (FORWARDED,), 4),)
    facts = recognition_decision.Facts(
        "tỉnh Ninh Bình",
        2024,
        group,
        proposer="Giám đốc Sở Nông nghiệp và Phát triển nông thôn",
        proposer_unit="Sở Nông nghiệp và Phát triển nông thôn",
        proposal_symbol="TTr-SNN",
        proposal_number=9,
        proposal_date=PaperDate(2024, 12, 2),
        archive="VP3",
    )
    return recognition_decision.paper(issue(NINH_BINH, draft=draft), facts, recognition_decision.texts(facts))


def forwarding(*, draft=False) -> Doc:
    facts = forwarding_decision.Facts(
        "tỉnh Ninh Bình", 2024, (FIVE_STAR,), ("huyện Kim Sơn",), proposal_date=PaperDate(2024, 12)
    )
    return forwarding_decision.paper(
        issue(NINH_BINH, draft=draft, form="ubnd-pho-chu-tich"), facts, forwarding_decision.texts(facts)
    )


def proposal_paper(*, draft=False) -> Doc:
    facts = proposal.Facts(
        "huyện Yên Mô",
        2024,
        (replace(GROUPS[0], title="Sản phẩm đề nghị công nhận hạng 3 sao (***) cấp huyện"), GROUPS[1]),
        "Ủy ban nhân dân huyện Yên Mô",
        minutes_number=3,
        minutes_date=PaperDate(2024, 11, 5),
    )
    body = division_of_agriculture("huyện Yên Mô")
    return proposal.paper(issue(body, "TTr-PNN", draft=draft, form="truong-phong"), facts, proposal.texts(facts))


def upper_letter(*, draft=False) -> Doc:
    to = ("Ủy ban nhân dân tỉnh Ninh Bình", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Ninh Bình")
    facts = upper_level_letter.Facts("huyện Yên Mô", 2024, (FORWARDED,), ((4, 1),), to)
    return upper_level_letter.paper(issue(symbol="UBND-NN", draft=draft), facts, upper_level_letter.texts(facts))


def invitation_paper(*, draft=False) -> Doc:
    facts = invitation.Facts(
        COUNCIL.name,
        "huyện Yên Mô",
        2024,
        1,
        dt.datetime(2024, 11, 5, 8, 0),
        "Phòng họp số 2, trụ sở Ủy ban nhân dân huyện Yên Mô",
        6,
        ("Yên Đồng", "Yên Thắng", "Yên Hòa", "Yên Từ", "Yên Mạc", "Yên Thành"),
        "Phó Chủ tịch Ủy ban nhân dân huyện, Chủ tịch Hội đồng",
        dt.date(2024, 11, 4),
    )
    at = issue(COUNCIL, "GM-HĐOCOP", draft=draft, form="hd-chu-tich", office="Phó Chủ tịch UBND huyện")
    return invitation.paper(at, facts, invitation.texts(facts))


def minutes_paper(*, draft=False) -> Doc:
    facts = minutes.Facts(
        "huyện Yên Mô",
        2024,
        1,
        dt.datetime(2024, 11, 5, 8, 0),
        dt.datetime(2024, 11, 5, 11, 30),
        "Phòng họp số 2, trụ sở Ủy ban nhân dân huyện Yên Mô",
        MEMBERS,
        "Ông Nguyễn Văn A, Phó Chủ tịch Ủy ban nhân dân huyện, Chủ tịch Hội đồng",
        "Ông Lê Văn C, Ủy viên, Thư ký Hội đồng",
        (*PRODUCTS, FORWARDED),
        advisers=5,
        guests="Đại diện Ủy ban nhân dân các xã có sản phẩm và 06 chủ thể tham gia đánh giá",
        served_on=dt.date(2024, 11, 1),
        appraised=6,
        recusals=(
            minutes.Recusal("Bà Vũ Thị E", "Cá chạch sụn kho niêu đất", "có quan hệ gia đình với chủ thể sản phẩm"),
        ),
        conclusions=(
            "Đề nghị Ủy ban nhân dân huyện công nhận 05 sản phẩm (số thứ tự 1, 2, 3, 4, 5) đạt hạng 3 sao",
            "Đề nghị Ủy ban nhân dân huyện trình Ủy ban nhân dân tỉnh đánh giá, phân hạng 01 sản phẩm (số thứ tự 6) tiềm năng 4 sao",
        ),
    )
    return minutes.paper(issue(COUNCIL, "BB-HĐOCOP", draft=draft), facts, minutes.texts(facts))


def _option(points, label, *, chosen=False, stars=0, none=False):
    return ScoreOption(str(points), label, stars, chosen, none)


def parts(*, scored: bool) -> tuple[ScorePart, ...]:
    def criterion(code, name):
        return ScoreCriterion(
            code,
            name,
            "5",
            (
                _option(0, "Không đạt mức nào", none=True),
                _option(1, "Sản phẩm được nuôi/trồng trên địa bàn cấp xã dưới 50%"),
                _option(
                    3,
                    "Sản phẩm được nuôi/trồng trên địa bàn cấp xã từ 50% đến dưới 75% sản lượng tiêu thụ trong năm của chủ thể",
                    stars=4,
                    chosen=scored,
                ),
                _option(5, "Sản phẩm được nuôi/trồng trên địa bàn cấp xã từ 75% đến 100%", stars=5),
            ),
            score="3" if scored else "",
        )

    def part(code, name, maximum, sections):
        return ScorePart(code, name, maximum, sections, "12" if scored else "")

    def section(number, name):
        return ScoreSection(
            str(number), name, "18", tuple(criterion(f"{number}.{i}", f"Nguồn gốc sản phẩm {i}") for i in range(1, 5))
        )

    alone = ScoreSection("9", "CƠ HỘI THỊ TRƯỜNG TOÀN CẦU", "5", (criterion("9", "CƠ HỘI THỊ TRƯỜNG TOÀN CẦU"),))
    return (
        part(
            "A",
            "Sản phẩm và sức mạnh của cộng đồng",
            "40",
            (section(1, "TỔ CHỨC SẢN XUẤT"), section(2, "PHÁT TRIỂN SẢN PHẨM")),
        ),
        part("B", "Khả năng tiếp thị", "25", (section(4, "TIẾP THỊ"),)),
        part("C", "Chất lượng sản phẩm", "35", (section(6, "CHỈ TIÊU CẢM QUAN"), alone)),
    )


def sheet(*, scored: bool = True, draft=False) -> Doc:
    facts = score_sheet.Facts(
        COUNCIL,
        4,
        "Mật ong, mật khác và nông sản thực phẩm khác",
        "Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ",
        parts(scored=scored),
        *(
            (
                "Mật ong Yên Đồng",
                "HTX Dịch vụ nông nghiệp Yên Đồng",
                "Xã Yên Đồng, huyện Yên Mô, tỉnh Ninh Bình",
                "Ông Lê Văn C, Ủy viên, Thư ký",
                "51",
            )
            if scored
            else ()
        ),
        comment="Sản phẩm có vùng nguyên liệu rõ; đề nghị bổ sung tem truy xuất nguồn gốc" if scored else "",
        date=PaperDate(2024, 11, 5) if scored else None,
        draft=draft,
    )
    return score_sheet.paper(facts)


def empty_sheet(*, draft=False) -> Doc:
    return sheet(scored=False, draft=draft)


def summary(*, draft=False) -> Doc:
    scores = tuple(Decimal(x) for x in (61, 64, 62, 65, 60, 63, 62))
    rows = tuple(
        score_summary.ScoredProduct(item, (*scores, None if index == 2 else Decimal("64.5")))
        for index, item in enumerate((*PRODUCTS, FORWARDED))
    )
    names = (*tuple(member.name for member in MEMBERS), "Bà Bùi Thị H")
    at = reference_text("BB-HĐOCOP", number=3, date=PaperDate(2024, 11, 5))
    return score_summary.paper(score_summary.Facts(COUNCIL, "huyện Yên Mô", 2024, 1, names, rows, at, draft))


def failure(*, draft=False) -> Doc:
    low = ProductLine(
        "Bánh tráng Yên Từ",
        "Hộ kinh doanh Nguyễn Thị M",
        "Xã Yên Từ, huyện Yên Mô",
        Decimal("46.25"),
        (Decimal(18), Decimal(11), Decimal("17.25")),
    )
    facts = failure_notice.Facts(
        "huyện Yên Mô",
        2024,
        low,
        2,
        ("Chưa có phiếu kiểm nghiệm còn hiệu lực", "Bao bì chưa ghi nhãn đầy đủ"),
        ("Thực hiện công bố chất lượng", "Hoàn thiện bao bì, nhãn hàng hóa"),
        minimum="50 điểm",
    )
    return failure_notice.paper(
        issue(symbol="TB-UBND", draft=draft, form="ubnd-pho-chu-tich"), facts, failure_notice.texts(facts)
    )


def supplement(*, draft=False) -> Doc:
    facts = supplement_request.Facts(
        "Bột rau má Vân Trà",
        "HTX rau, củ, quả Vân Trà",
        "YM-2024-007",
        dt.date(2024, 9, 2),
        (
            supplement_request.MissingItem(
                "Phiếu kiểm nghiệm", "Phiếu đã quá 12 tháng; đề nghị kiểm nghiệm lại và gửi bản sao chứng thực."
            ),
            supplement_request.MissingItem("Câu chuyện sản phẩm", "Bổ sung bản viết và ảnh minh họa."),
        ),
        dt.date(2024, 10, 15),
        "Phòng Nông nghiệp và Phát triển nông thôn huyện Yên Mô",
        ("HTX rau, củ, quả Vân Trà", "Ủy ban nhân dân xã Yên Thắng"),
    )
    return supplement_request.paper(
        issue(division_of_agriculture("huyện Yên Mô"), "PNN", draft=draft, form="truong-phong"),
        facts,
        supplement_request.texts(facts),
    )


def certificate_paper(*, draft=False, stars=3, name="Bột rau má Vân Trà") -> Certificate:
    facts = certificate.Facts(
        NINH_BINH if stars == 4 else YEN_MO,
        name,
        "HTX rau, củ, quả Vân Trà",
        "xã Yên Thắng, huyện Yên Mô, tỉnh Ninh Bình",
        stars,
        "QĐ-UBND",
        None if draft else 5,
        PaperDate(2024, 11) if draft else NOVEMBER,
        None if draft else dt.date(2027, 11, 12),
        "12/GCN-OCOP",
        "37-377-14740-01-2024",
        "9KG5PZ5LU2SVKJJU",
        "https://ocop.example/xac-minh/37-377-14740-01-2024/",
        Signer("ubnd-pho-chu-tich" if stars == 4 else "ubnd-chu-tich", "Nguyễn Văn Ẵng"),
        draft=draft,
    )
    return certificate.paper(facts)


DOCS = {
    "quyet-dinh-cong-nhan": decision,
    "quyet-dinh-cong-nhan-tinh": province_decision,
    "quyet-dinh-chuyen-bo": forwarding,
    "to-trinh": proposal_paper,
    "cong-van-de-nghi-cap-tren": upper_letter,
    "giay-moi": invitation_paper,
    "bien-ban": minutes_paper,
    "phieu-da-cham": sheet,
    "phieu-trong": empty_sheet,
    "bang-tong-hop": summary,
    "thong-bao-khong-dat": failure,
    "yeu-cau-bo-sung": supplement,
}
