"""Plain words of rulesets, where the three differ."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from criteria.wording import council_facts, deadline_facts, general_facts, level_sentences
from tests.evaluations.scoring_samples import rules_of


def test_each_level_says_what_it_does() -> None:
    rules = rules_of("qd148-2023")
    assert level_sentences(rules.level("province"), rules) == [
        "Nhận hồ sơ từ cấp huyện.",
        "Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh chấm điểm.",
        "Ủy ban nhân dân cấp tỉnh công nhận hạng 4 sao.",
        "Điểm trung bình từ 90 và đủ mức tối thiểu của hạng 5 sao: phê duyệt kết quả bằng quyết định và đề nghị "
        "Bộ Nông nghiệp và Phát triển nông thôn đánh giá.",
        "Trong khi chờ, sản phẩm giữ hạng 4 sao.",
        "Thấp hơn: trả về cấp huyện. Cách xử lý: trả cấp huyện xem xét công nhận theo kết quả của cấp huyện; hoặc "
        "trả cấp huyện để hoàn thiện hồ sơ và đề nghị lại; hoặc không đạt.",
    ]
    rules = rules_of("qd1489-2025")
    assert level_sentences(rules.level("commune"), rules) == [
        "Nhận hồ sơ từ chủ thể.",
        "Trả lời trong 15 ngày làm việc.",
        "Kiểm tra hồ sơ, không chấm điểm; đề nghị Ủy ban nhân dân cấp tỉnh đánh giá.",
    ]


def test_every_default_that_is_not_law_says_so() -> None:
    for code in ("qd148-2023", "qd1489-2025", "qd26-2026"):
        rules = rules_of(code)
        for fact in [*general_facts(rules), *council_facts(rules), *deadline_facts(rules)]:
            assert fact.source, (code, fact.name)


def test_other_settings_read_right() -> None:
    rules = rules_of("qd148-2023")
    council = replace(rules.council, chair_must_attend=False, spread_blocks_closing=True)
    other = replace(rules, council=council, star_minimums=replace(rules.star_minimums, majority=Fraction(2, 3)))
    facts = {fact.name: fact.text for fact in [*general_facts(other), *council_facts(other)]}
    assert facts["Chủ trì"] == "Không bắt buộc Chủ tịch tham gia."
    assert facts["Chênh lệch điểm"].endswith("không chốt được kết quả.")
    assert "quá 2/3 số phiếu" in facts["Mức tối thiểu theo hạng sao"]
