"""Corrupted data is refused with sentences that say where and what."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from criteria import files
from criteria.schema.reader import SchemaError
from criteria.schema.rulesets import read_ruleset, resolve
from criteria.schema.sets import CollectionData, read_collection, read_set
from criteria.schema.sheet import heading

FOLDER = files.DATA / "qd148-2023"


@pytest.fixture(scope="module")
def collection() -> CollectionData:
    return read_collection(files.read_yaml(FOLDER / "collection.yaml"), "collection.yaml")


@pytest.fixture
def data() -> dict[str, Any]:
    return copy.deepcopy(files.read_yaml(FOLDER / "02.yaml"))


@pytest.fixture
def tourism() -> dict[str, Any]:
    return copy.deepcopy(files.read_yaml(FOLDER / "26.yaml"))


def first(data: dict[str, Any]) -> dict[str, Any]:
    criterion: dict[str, Any] = data["parts"][0]["sections"][0]["criteria"][0]
    return criterion


def second(data: dict[str, Any]) -> dict[str, Any]:
    criterion: dict[str, Any] = data["parts"][0]["sections"][0]["criteria"][1]
    return criterion


def problems(data: Any, collection: CollectionData) -> str:
    with pytest.raises(SchemaError) as caught:
        read_set(data, "02.yaml", collection)
    return "\n".join(caught.value.problems)


BREAKAGES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda d: first(d)["options"][2].update(points=4), "mức cao nhất là 4 điểm, phải bằng điểm tối đa 5"),
    (lambda d: first(d)["options"][2].update(points=7), "mức cao nhất là 7 điểm"),
    (lambda d: first(d)["options"][1].update(points=1), "các mức điểm phải tăng dần và khác nhau: 1, 1, 5"),
    (lambda d: first(d)["options"][1].update(points=2.5), "phải là số nguyên, hoặc số thập phân viết trong dấu nháy"),
    (lambda d: first(d)["options"][1].update(points=-1), "phải là số không âm"),
    (lambda d: first(d)["options"][1].update(label=" "), "mục “label” để trống"),
    (lambda d: first(d)["options"].clear(), "mục “options” phải là danh sách không rỗng"),
    (lambda d: first(d).update(max=4), "các tiêu chí cộng lại là 17 điểm, phải là 18"),
    (lambda d: first(d).pop("name"), "thiếu mục “name”"),
    (lambda d: first(d).update(nmae="x"), "không hiểu mục “nmae”"),
    (lambda d: first(d).update(code="1.2"), "mã tiêu chí 1.2 bị trùng"),
    (lambda d: first(d).update(mandatory=True), "“mandatory” phải đúng khi và chỉ khi"),
    (lambda d: first(d).update(depends_on="5.1"), "tiêu chí 1.1 phụ thuộc 5.1, phải đứng trước nó"),
    (lambda d: first(d).update(confidence="sure"), "mức tin cậy không hợp lệ: sure"),
    (
        lambda d: second(d)["minimum_points_for_star"].update({"4": 2}),
        "điểm tối thiểu {4★: 2, 5★: 3} không khớp dấu sao",
    ),
    (lambda d: second(d)["options"][2].update(min_star=6), "dấu sao 6 không thuộc các hạng 3, 4, 5"),
    (lambda d: d["parts"][0].update(max=39), "tối đa 39 điểm, quy định là 40"),
    (lambda d: d["parts"].pop(), "các phần phải là A, B, C"),
    (lambda d: d.update(total=99), "tổng điểm 99, phải là 100"),
    (lambda d: first(d)["options"][0].update(case="a"), "các trường hợp là: không có"),
    (lambda d: first(d).update(choose_one_case=True), "“choose_one_case” và “cases” phải đi cùng nhau"),
]


@pytest.mark.parametrize(("breakage", "sentence"), BREAKAGES)
def test_a_broken_set_is_refused(
    data: dict[str, Any], collection: CollectionData, breakage: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    breakage(data)
    assert sentence in problems(data, collection)


def test_all_faults_of_a_file_come_at_once_with_their_place(data: dict[str, Any], collection: CollectionData) -> None:
    first(data)["options"][2]["points"] = 4
    second(data).pop("name")
    text = problems(data, collection)
    assert "02.yaml › Phần A › mục 1 › tiêu chí 1.1: mức cao nhất" in text
    assert "02.yaml › Phần A › mục 1 › tiêu chí 1.2: thiếu mục “name”" in text


def test_an_unknown_case_is_refused(tourism: dict[str, Any], collection: CollectionData) -> None:
    options = tourism["parts"][2]["sections"][2]["criteria"][0]["options"]
    options[0]["case"] = "c"
    assert "ghi trường hợp “c”, các trường hợp là: a, b" in problems(tourism, collection)


@pytest.mark.parametrize("data", [None, [], "", 3])
def test_what_is_no_set_at_all_is_refused(data: Any, collection: CollectionData) -> None:
    assert "phải là một nhóm mục có tên" in problems(data, collection)


def test_a_syntax_error_names_its_line(tmp_path: Any) -> None:
    path = tmp_path / "01.yaml"
    path.write_text("number: 1\nname: [a\nother: b\n", "utf-8")
    with pytest.raises(SchemaError, match=r"01\.yaml, dòng 3: không đọc được YAML"):
        files.read_yaml(path)


def test_a_lost_set_is_noticed(tmp_path: Any) -> None:
    folder = tmp_path / "qd148-2023"
    folder.mkdir()
    for path in FOLDER.glob("*.yaml"):
        if path.name != "26.yaml":
            (folder / path.name).write_bytes(path.read_bytes())
    with pytest.raises(SchemaError) as caught:
        files.collection_files(folder)
    assert "qd148-2023: có 25 bộ, phải có 26" in caught.value.problems


# --- rulesets --------------------------------------------------------------------------------------------------


def raw() -> dict[str, Any]:
    return {path.stem: files.read_yaml(path) for path in files.RULESETS.glob("*.yaml")}


RULE_BREAKAGES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda d: d["bands"][1].update(min=71), "khung hạng 4 sao bắt đầu từ 71, phải từ 70"),
    (lambda d: d["bands"][0].update(max=99), "các khung hạng kết thúc ở 99, phải đến 100"),
    (lambda d: d["bands"][1].update(max_inclusive=True), "chỉ khung cao nhất được gồm cả mốc trên"),
    (lambda d: d["levels"][0]["forward"].update(at=75), "mốc chuyển lên 75 không phải mốc dưới của hạng"),
    (lambda d: d["levels"][0]["forward"].update(stars=5, at=90), "phải chuyển lên từ hạng liền trên"),
    (lambda d: d["levels"][0]["forward"].update(to="nowhere"), "cấp district: không có cấp “nowhere”"),
    (lambda d: d["levels"][0].update(duty="dances"), "không hiểu nhiệm vụ “dances”"),
    (lambda d: d["levels"][0].pop("below"), "cách xử lý khi không đạt"),
    (lambda d: d["levels"][1]["below"].pop("to"), "trả lại thì phải ghi trả cấp nào"),
    (lambda d: d["levels"][0].update(recognises=[]), "hạng 3 sao có giấy chứng nhận nhưng không cấp nào công nhận"),
    (lambda d: d["levels"][0].update(receives_from="ministry"), "không có cấp nào nhận hồ sơ của chủ thể"),
    (lambda d: d["star_minimums"].update(majority="một nửa"), "phải là phân số như 2/3"),
    (lambda d: d["council"].update(quorum="3/2"), "phải từ 0 đến 1"),
    (lambda d: d["parts"][0].update(max=41), "các phần cộng lại khác tổng 100 điểm"),
    (lambda d: d["codes"].update(product="{tinh}-{year}"), "mẫu mã số không hợp lệ: {tinh}-{year}"),
    (lambda d: d["requirements"][0]["kinds"].pop("renewal"), "phải ghi new, upgrade, renewal"),
    (lambda d: d["requirements"][1].update(code="phieu-dang-ky"), "thành phần hồ sơ: mã “phieu-dang-ky” bị trùng"),
    (lambda d: d["requirements"][0].update(accepts=["exe"]), "mục “accepts” phải chọn trong"),
    (lambda d: d["revocation"]["competent"].update({4: "village"}), "thẩm quyền thu hồi hạng 4 sao"),
    (lambda d: d.update(valid_to="2020-01-01"), "ngày hết hiệu lực trước ngày có hiệu lực"),
    (lambda d: d.update(valid_from="tháng hai"), "phải là ngày dạng năm-tháng-ngày"),
]


@pytest.mark.parametrize(("breakage", "sentence"), RULE_BREAKAGES)
def test_a_broken_ruleset_is_refused(breakage: Callable[[dict[str, Any]], object], sentence: str) -> None:
    data = raw()["qd148-2023"]
    breakage(data)
    with pytest.raises(SchemaError) as caught:
        read_ruleset(data, "qd148-2023.yaml")
    assert sentence in "\n".join(caught.value.problems)


def test_a_ruleset_takes_over_what_it_does_not_state() -> None:
    sources = raw()
    resolved = resolve("qd1489-2025", sources)
    taken_over = sources["qd148-2023"]["requirements"]
    assert resolved["requirements"][: len(taken_over)] == taken_over
    assert [item["code"] for item in resolved["requirements"][len(taken_over) :]] == ["bao-cao-xa", "de-nghi-xa"]
    assert resolved["levels"] != sources["qd148-2023"]["levels"]
    assert not {"extends", "more_requirements"} & set(resolved)


def test_a_missing_parent_is_told() -> None:
    with pytest.raises(SchemaError, match="không có tệp đó"):
        resolve("a", {"a": {"extends": "b"}})


def test_overlapping_rulesets_are_refused(tmp_path: Any) -> None:
    for path in files.RULESETS.glob("*.yaml"):
        text = path.read_text("utf-8").replace("valid_to: 2025-07-05", "valid_to: 2025-08-01")
        (tmp_path / path.name).write_text(text, "utf-8")
    with pytest.raises(SchemaError, match="có hiệu lực khi qd148-2023 chưa hết hiệu lực"):
        files.ruleset_files(tmp_path)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("TÍNH ĐỘC ĐÁO", "Tính độc đáo"),
        ("KIỂM TRA ĐỊNH KỲ CÁC CHỈ TIÊU ATTP VÀ AN TOÀN", "Kiểm tra định kỳ các chỉ tiêu ATTP và an toàn"),
        ("HÀNG HÓA DỊCH VỤ (ĂN UỐNG, ĐỒ LƯU NIỆM...)", "Hàng hóa dịch vụ (ăn uống, đồ lưu niệm...)"),
        ("Kiểm tra định kỳ các chỉ tiêu ATTP", "Kiểm tra định kỳ các chỉ tiêu ATTP"),
        ("VỊ TRÍ", "Vị trí"),
        ("Vị", "Vị"),
    ],
)
def test_capitals_of_the_law_become_sentences(printed: str, shown: str) -> None:
    assert heading(printed) == shown
