"""Vietnamese text: one spelling, folding, alphabetical order."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.text import first_of, fold, nfc, sort_key

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ "
WORDS = st.text(alphabet=LETTERS + LETTERS.upper(), max_size=30)


def test_every_spelling_of_a_word_is_found_by_every_other():
    spellings = ["duong", "Đường", "đuong", unicodedata.normalize("NFD", "Đường"), "DUONG", "đường\u00a0"]
    assert {fold(text) for text in spellings} == {"duong"}


def test_cyrillic_lookalikes_fold_to_latin():
    assert fold("СOM СНАY") == "com chay"


def test_invisible_marks_and_hard_spaces_disappear_but_lines_stay():
    assert nfc(" Cơm\u00a0cháy\u200b \r\n Cung \u202eĐình ") == "Cơm cháy\nCung Đình"


def test_what_no_database_and_no_document_takes_disappears():
    assert nfc("a\x00b\x07c\x1bd\x7fe\x80f\x9fg\ud800h\uffffi") == "abcdefghi"
    assert nfc("một\x0bhai\x85ba\tbốn\x1fnăm\nsáu") == "một hai ba bốn năm\nsáu", (
        "words of a soft line break stay apart"
    )


def test_an_invisible_sign_inside_a_letter_leaves_one_spelling():
    assert nfc("e\u0302\u200b\u0301") == "\u1ebf"


def test_names_stand_in_vietnamese_order():
    ordered = [
        "An",
        "Ăn",
        "Ân",
        "Ba",
        "Bà",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Dũng",
        "Đặng",
        "Em",
        "Êm",
        "On",
        "Ôn",
        "Ơn",
        "Út",
        "Ư",
    ]
    mixed = ordered[::-1]
    assert sorted(mixed, key=sort_key) == ordered


def test_the_first_names_and_how_many_more():
    assert first_of(["A", "B"], 2, "sản phẩm") == "A, B"
    assert first_of(["A", "B", "C", "D"], 2, "sản phẩm") == "A, B và 2 sản phẩm khác"
    assert first_of(["A", "B"], 1, "chủ thể", between="; ") == "A và 1 chủ thể khác"


def test_words_compare_before_tones():
    assert sorted(["Yên Từ", "Yên Tứ Lạc", "Yên Thắng"], key=sort_key) == ["Yên Thắng", "Yên Từ", "Yên Tứ Lạc"]


@given(WORDS)
def test_order_and_folding_ignore_how_the_text_was_composed(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert sort_key(decomposed) == sort_key(text)
    assert fold(decomposed) == fold(text)


@given(WORDS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
