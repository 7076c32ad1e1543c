"""A ruleset in plain words, for the page that people read instead of the decision. Every figure is the ruleset's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.formats import number_vn
from core.text import lower_first
from criteria.schema.ruleset import BelowAction, Duty, Kind, Level, Need, RulesetRules, StarBand

KINDS = {
    Kind.NEW: "Đánh giá lần đầu",
    Kind.UPGRADE: "Đánh giá nâng hạng",
    Kind.RENEWAL: "Đánh giá lại",
}
NEEDS = {Need.MANDATORY: "Bắt buộc", Need.APPLICABLE: "Khi có", Need.ABSENT: "–"}
MODES = {"written": "Lấy ý kiến bằng văn bản; họp khi ý kiến khác nhau", "meeting": "Họp Hội đồng"}


def sentence_case(name: str) -> str:
    """The law's capitals as a sentence: TỔ CHỨC SẢN XUẤT → Tổ chức sản xuất."""
    return name.capitalize() if name.isupper() else name


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the page: what, the words, and where it comes from."""

    name: str
    text: str
    source: str = ""


def band_range(band: StarBand) -> str:
    """The means of a band: “từ 70 đến dưới 90 điểm”."""
    if band.minimum == 0:
        return f"dưới {number_vn(band.maximum)} điểm"
    upper = "đến" if band.maximum_inclusive else "đến dưới"
    return f"từ {number_vn(band.minimum)} {upper} {number_vn(band.maximum)} điểm"


def level_sentences(level: Level, rules: RulesetRules) -> list[str]:
    """What a level does, step by step."""
    sender = "chủ thể" if level.receives_from == "producer" else lower_first(rules.level(level.receives_from).name)
    lines = [f"Nhận hồ sơ từ {sender}."]
    if level.answer_within_working_days is not None:
        lines.append(f"Trả lời trong {level.answer_within_working_days} ngày làm việc.")
    if level.duty is Duty.PROPOSES:
        target = rules.level(level.proposes_to)
        return [*lines, f"Kiểm tra hồ sơ, không chấm điểm; đề nghị {target.body} đánh giá."]
    if level.duty is Duty.RECORDS:
        lines.append("Hội đồng cấp này chấm ngoài cổng thông tin; kết quả được ghi vào kèm văn bản.")
    else:
        lines.append(f"{level.council} chấm điểm.")
    stars = " và ".join(f"{stars} sao" for stars in level.recognises)
    lines.append(f"{level.body} công nhận hạng {stars}.")
    return [*lines, *_forward_sentences(level, rules), *_below_sentences(level, rules)]


def _forward_sentences(level: Level, rules: RulesetRules) -> Iterator[str]:
    up = level.forward
    if up is None:
        return
    act = "phê duyệt kết quả bằng quyết định và đề nghị" if up.approves else "chuyển hồ sơ, đề nghị"
    yield (
        f"Điểm trung bình từ {number_vn(up.at)} và đủ mức tối thiểu của hạng {up.stars} sao: "
        f"{act} {rules.level(up.to).body} đánh giá."
    )
    if level.held_stars:
        yield f"Trong khi chờ, sản phẩm giữ hạng {level.held_stars} sao."
    elif up.approves:
        yield "Trong khi chờ, chưa công nhận hạng nào."


def _below_sentences(level: Level, rules: RulesetRules) -> Iterator[str]:
    below = level.below
    if below is None:
        return
    if below.action is BelowAction.NOT_RECOGNISED:
        yield "Thấp hơn: không công nhận, thông báo kết quả và nội dung cần hoàn thiện."
    else:
        choices = "; hoặc ".join(lower_first(choice.label) for choice in below.choices)
        yield f"Thấp hơn: trả về {lower_first(rules.level(below.to).name)}. Cách xử lý: {choices}."


def general_facts(rules: RulesetRules) -> list[Fact]:
    """Validity, minimums, samples, codes."""
    share = rules.star_minimums.majority
    votes = "quá nửa" if share.numerator * 2 == share.denominator else f"quá {share}"
    exempt = ", ".join(f"{number:02d}" for number in rules.samples.exempt_sets)
    return [
        Fact(
            "Thời hạn công nhận",
            f"{rules.validity_months} tháng kể từ ngày ký quyết định, với hạng có giấy chứng nhận.",
            rules.sources.get("validity_months", ""),
        ),
        Fact(
            "Mức tối thiểu theo hạng sao",
            f"Tiêu chí có dấu sao phải được {votes} số phiếu cho ít nhất mức tối thiểu; "
            "hạng là hạng thấp hơn giữa khung điểm và hạng cao nhất đủ mức tối thiểu.",
            rules.sources.get("star_minimums", ""),
        ),
        Fact(
            "Sản phẩm mẫu",
            f"{rules.samples.count} đơn vị sản phẩm" + (f", trừ bộ {exempt}." if exempt else "."),
            rules.sources.get("samples", ""),
        ),
    ]


def council_facts(rules: RulesetRules) -> list[Fact]:
    """Defaults of a new council."""
    council = rules.council
    chair = "Chủ tịch" + (" hoặc Phó Chủ tịch được ủy quyền" if council.vice_chair_may_replace else "")
    spread = "không chốt được kết quả" if council.spread_blocks_closing else "nhắc Hội đồng trao đổi lại"
    return [
        Fact(
            "Số thành viên tối thiểu",
            f"Ít nhất {council.quorum} số thành viên, không tính người từ chối chấm.",
            rules.sources.get("council.quorum", ""),
        ),
        Fact(
            "Chủ trì",
            f"{chair} phải tham gia." if council.chair_must_attend else "Không bắt buộc Chủ tịch tham gia.",
            rules.sources.get("council.chair_must_attend", ""),
        ),
        Fact(
            "Chênh lệch điểm",
            f"Phiếu cao nhất và thấp nhất chênh quá {number_vn(council.spread_warning_over)} điểm: {spread}.",
            rules.sources.get("council.spread_warning_over", ""),
        ),
        Fact(
            "Hồ sơ đến thành viên",
            f"Trước phiên họp ít nhất {council.documents_before_working_days} ngày làm việc.",
            rules.sources.get("council.documents_before_working_days", ""),
        ),
    ]


def deadline_facts(rules: RulesetRules) -> list[Fact]:
    """Deadlines of receipt and of renewal, in the order in which they come."""
    renewal, days = rules.renewal, rules.deadlines
    source, own = rules.sources.get("renewal", ""), rules.sources.get("deadlines", "")
    facts = [
        Fact("Kiểm tra hồ sơ", f"{days.receipt_check_working_days} ngày làm việc từ ngày nhận.", own),
        Fact("Bổ sung hồ sơ", f"{days.supplement_working_days} ngày làm việc từ ngày được yêu cầu.", own),
        Fact("Cách đánh giá lại", f"{MODES[renewal.mode]}.", source),
        Fact("Thông báo sắp hết hạn", f"Chậm nhất {renewal.notice_before_days} ngày trước khi hết hạn.", source),
    ]
    if renewal.earliest_days_before is not None and renewal.latest_days_before is not None:
        window = f"Từ {renewal.earliest_days_before} đến {renewal.latest_days_before} ngày trước khi hết hạn."
        facts.append(Fact("Nộp hồ sơ đánh giá lại", window, source))
    if renewal.finish_within_days is not None:
        facts.append(Fact("Đánh giá lại xong", f"Trong {renewal.finish_within_days} ngày từ khi đủ hồ sơ.", source))
    if renewal.extension_days is not None:
        text = (
            "Không kịp nộp đúng thời gian trên: giấy chứng nhận còn hiệu lực đến khi có kết quả, "
            f"không quá {renewal.extension_days} ngày từ ngày hết hạn."
        )
        facts.append(Fact("Kéo dài hiệu lực", text, source))
    if rules.revocation.within_days is not None:
        text = f"{rules.revocation.within_days} ngày từ ngày có kết luận vi phạm hoặc xác nhận ngừng sản xuất."
        facts.append(Fact("Thu hồi giấy chứng nhận", text, rules.sources.get("revocation", "")))
    return facts
