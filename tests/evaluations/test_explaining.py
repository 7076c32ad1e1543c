"""Results in sentences."""

from __future__ import annotations

import pytest

from evaluations.explaining import explain, shortfalls
from evaluations.scoring import Sheet, evaluate
from tests.evaluations.scoring_samples import all_at, chosen, form_of, one_line_form, rules_of


def said(code: str, level: str, totals: list[str], minimums: dict[int, str] | None = None) -> list[str]:
    form = one_line_form("0", *sorted({*totals, "100"}, key=float), minimums=minimums)
    return explain(evaluate(form, rules_of(code), level, chosen(form, *totals)))


def test_a_figure_never_contradicts_its_band() -> None:
    lines = said("qd148-2023", "district", ["69.996"])
    assert "69,99 điểm, thuộc khung hạng 3 sao (từ 50 đến dưới 70 điểm)" in lines[0]
    assert lines[-1] == "Ủy ban nhân dân cấp huyện công nhận sản phẩm đạt hạng 3 sao."


def test_the_top_band_includes_its_end() -> None:
    assert "hạng 5 sao (từ 90 đến 100 điểm)" in said("qd148-2023", "province", ["95"])[0]


def test_the_lowest_band_reads_naturally() -> None:
    lines = said("qd26-2026", "province", ["12.5"])
    assert "12,50 điểm, thuộc khung hạng 1 sao (dưới 30 điểm)" in lines[0]
    assert lines[-1].startswith("Không công nhận: kết quả là hạng 1 sao")


def test_a_cap_names_the_criterion_and_the_votes() -> None:
    lines = said("qd148-2023", "district", ["90", "90", "60", "60"], {4: "70", 5: "90"})
    assert "Điểm đạt khung 4 sao nhưng hạng chỉ là 3 sao, vì 1 tiêu chí chưa đạt mức tối thiểu:" in lines
    assert (
        "Tiêu chí 1 “Tiêu chí thử”: hạng 4 sao cần ít nhất 70 điểm, 2/4 phiếu đạt, phải quá nửa số phiếu đạt." in lines
    )
    assert lines[-1].endswith("đạt hạng 3 sao. Không chuyển cấp trên, vì hạng chưa đến 4 sao.")
    assert any("chênh nhau 30 điểm, quá mức cảnh báo 10 điểm" in line for line in lines)


@pytest.mark.parametrize(
    ("code", "level", "mean", "sentence"),
    [
        ("qd148-2023", "district", "75", "Chuyển hồ sơ đề nghị Ủy ban nhân dân cấp tỉnh đánh giá, phân hạng."),
        ("qd148-2023", "province", "95", "Trong thời gian chờ, sản phẩm giữ hạng 4 sao do Ủy ban nhân dân cấp tỉnh"),
        ("qd26-2026", "province", "95", "Ủy ban nhân dân cấp tỉnh chỉ công nhận sau khi có kết quả của cấp trên."),
        ("qd148-2023", "province", "65", "Chưa đủ điều kiện công nhận ở cấp tỉnh, trả hồ sơ về cấp huyện."),
        ("qd26-2026", "ministry", "85", "Chưa đủ điều kiện công nhận ở cấp trung ương, trả hồ sơ về cấp tỉnh."),
    ],
)
def test_what_follows_is_said(code: str, level: str, mean: str, sentence: str) -> None:
    assert sentence in said(code, level, [mean])[-1]


def test_a_knockout_is_said_instead_of_figures() -> None:
    form = form_of()
    lines = explain(evaluate(form, rules_of(), "district", [Sheet("a", {}, frozenset({"6.1:1"}))]))
    assert lines[0].startswith("1/1 phiếu xác định trường hợp bị loại: Nếu có tạp chất")
    assert lines[1] == "Sản phẩm bị loại, không đánh giá các bước tiếp theo và không được công nhận."


def test_a_disputed_knockout_is_said() -> None:
    form = form_of()
    whole = all_at(form, "best")
    sheets = [Sheet("a", whole, frozenset({"set:1"})), Sheet("b", whole), Sheet("c", whole)]
    lines = explain(evaluate(form, rules_of(), "district", sheets))
    assert any(line.startswith("1/3 phiếu nêu trường hợp bị loại nhưng chưa đủ đa số: Giả mạo") for line in lines)


def missed(totals: list[str], minimums: dict[int, str] | None = None) -> list[str]:
    form = one_line_form("0", *sorted({*totals, "100"}, key=float), minimums=minimums)
    return shortfalls(evaluate(form, rules_of(), "district", chosen(form, *totals)))


def test_a_notice_names_only_what_kept_the_product_from_recognition() -> None:
    assert missed(["64"] * 3, {3: "65", 4: "70"}) == [
        "Tiêu chí 1 “Tiêu chí thử”: hạng 3 sao cần ít nhất 65 điểm, 0/3 phiếu đạt, phải quá nửa số phiếu đạt."
    ]
    assert missed(["49.99"]) == [
        "Điểm trung bình của 1 phiếu là 49,99 điểm, thuộc khung hạng 2 sao (từ 30 đến dưới 50 điểm)."
    ]
    excluded = shortfalls(evaluate(form_of(), rules_of(), "district", [Sheet("a", {}, frozenset({"6.1:1"}))]))
    assert len(excluded) == 1
    assert excluded[0].startswith("1/1 phiếu xác định trường hợp bị loại: Nếu có tạp chất")
