"""Folding for search."""

import re
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.folding import BETWEEN, GLUE, TABLE, core, fold, fold_words, word_places

LETTERS = st.characters(codec="utf-8")
NEWS = st.text(
    st.one_of(
        st.sampled_from("أإآٱاىيئةهؤوءلكکیبف\u0640\u064e\u0651\u200c\u200f\u202b ،؟«»٠۹-'’.*\"\n"),
        st.sampled_from("éÉe\u0301ßẞİıŁøÆœΆςΣёЁйЙשׁ\u05b8ﬁﻻ京タก็Ａ９"),
        LETTERS,
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الأُمَمُ المتّحدة", "الامم المتحده"),
        ("إلى آخره ٱلّذي", "الي اخره الذي"),
        ("على وعلي", "علي وعلي"),
        ("مسؤول رئيس", "مسوول رييس"),
        ("مـــدرســـة", "مدرسه"),
        ("می‌خواهم کتاب‌های ۱۲۳ ٤٥٦", "ميخواهم كتابهاي 123 456"),
        ("\u202bمرحبا\u202c\u200f، أهلا؟", "مرحبا اهلا"),
        ("ﻻ ﻣﺠﻠﺲ", "لا مجلس"),
        ("שָׁלוֹם עֲלֵיכֶם", "שלום עליכם"),
        ("ÉTÉ Œuvre STRASSE straße Łódź", "ete oeuvre strasse strasse lodz"),
        ("İstanbul ISTANBUL ışık", "istanbul istanbul isik"),
        ("Ἀθῆναι ΑΘΗΝΑΙ λόγος ΛΟΓΟΣ", "αθηναι αθηναι λογοσ λογοσ"),
        ("Ёлка ЙОД", "елка иод"),
        ("l'accord re-do A.B.", "l accord re do a b"),
        ("北京", "北 京"),
        ("हिन्दी में", "हिन्दी में"),
        ("🌊 #مجلس_الأمن @UN", "مجلس الامن un"),
        ("", ""),
    ],
)
def test_what_is_written_in_different_ways(written: str, folded: str) -> None:
    """Becomes one, and signs part words."""
    assert fold(written) == folded


@settings(deadline=None)
@given(NEWS)
def test_folded_text_stays_as_it_is(text: str) -> None:
    """To fold again changes nothing, and no space is left beside a word."""
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split(" ")).strip()
    assert not re.search(f"[{BETWEEN}]", folded.replace(" ", ""))


@settings(deadline=None)
@given(NEWS)
def test_places_are_those_of_the_words(text: str) -> None:
    """Each word is found again where it stands in the text as published, whatever folding does to lengths."""
    places = list(word_places(text))
    assert [fold(text[start:end]) for start, end in places] == fold_words(text)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x5FF, codec="utf-8")), st.sampled_from(["NFC", "NFD"]))
def test_composed_or_not(text: str, form: str) -> None:
    """Accents written apart fold as those of one character do."""
    assert fold_words(unicodedata.normalize(form, text)) == fold_words(text)


def test_no_character_folds_to_another_that_folds() -> None:
    """One look at the table is enough."""
    assert {letter for plain in TABLE.values() for letter in plain}.isdisjoint(TABLE)


def test_every_character_alone() -> None:
    """No character of Unicode makes two words or keeps its case."""
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code < 0xE000:
            assert len(fold_words(chr(code))) <= 1


@settings(deadline=None)
@given(
    st.text("ابتجدسلمنهويفك", min_size=3, max_size=9),
    st.sampled_from(["", "و", "ف"]),
    st.sampled_from(["", "ب", "ل", "ك", "ال", "بال", "كال", "لل"]),
)
def test_what_is_glued_to_a_word(word: str, conjunction: str, preposition: str) -> None:
    """Does not change its core, so that it is looked up under one key."""
    assert re.fullmatch(GLUE, conjunction + preposition)
    assert core(conjunction + preposition + word) == core(word)
    assert core(core(word)) == core(word)
    assert len(core(word)) >= 3


@pytest.mark.parametrize("word", ["ال", "يد", "ولد", "un", "والي"])
def test_three_letters_are_left(word: str) -> None:
    """Short words keep what looks glued to them, but for what leaves three letters."""
    assert len(core(word)) >= min(3, len(word))
