"""Tweets flattened into running text."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parsing.flattened import Flattened, find_flattened

SHARED = Path(__file__).parents[4] / "shared"
PROSE = "The council met on Sunday and said nothing new about the bridge over the harbour, officials said."
SAID = "أعلنت بلدية المدينة يوم الأحد افتتاح الجسر الجديد فوق الميناء بعد أعمال استمرت ثلاث سنوات."
TWEET = "NEW: the harbour bridge opens… pic.twitter.com/hQ7sVd2LmA"
SIGNED = "— Harbour News (@harbour_news) December 8, 2024"


def one(text: str) -> Flattened:
    """The only tweet of a text."""
    (found,) = find_flattened(text)
    return found


def words(text: str) -> str:
    """The words of the only tweet of a text."""
    found = one(text)
    return text[found.text_start : found.text_end]


def test_all_that_a_flattened_tweet_says() -> None:
    """Text, name, handle, label, day and picture, each with its place."""
    text = f"{PROSE}\n\n{TWEET}\n\n{SIGNED}\n\n{PROSE}"
    found = one(text)
    assert text[found.start : found.end] == f"{TWEET}\n\n{SIGNED}"
    assert text[found.text_start : found.text_end] == TWEET
    assert (found.author_name, found.author_handle) == ("Harbour News", "harbour_news")
    assert (found.label, found.day, found.picture) == ("December 8, 2024", date(2024, 12, 8), "hQ7sVd2LmA")
    assert found.confidence == 0.75


@pytest.mark.parametrize(
    ("signed", "label", "day"),
    [
        ("— Harbour (@harbour) Dec 8, 2024", "Dec 8, 2024", date(2024, 12, 8)),
        ("— Harbour (@harbour) 8 décembre 2024", "8 décembre 2024", date(2024, 12, 8)),
        ("— Harbour (@harbour) 8. Dezember 2024", "8. Dezember 2024", date(2024, 12, 8)),
        ("— أخبار الميناء (@harbour) ٨ ديسمبر ٢٠٢٤", "٨ ديسمبر ٢٠٢٤", date(2024, 12, 8)),
        (
            "— أخبار الميناء (\u200e@harbour\u200e) 8 كانون الأول 2024",
            "8 كانون الأول 2024",
            date(2024, 12, 8),
        ),
        ("— بندر (@harbour) ۸ دسامبر ۲۰۲۴", "۸ دسامبر ۲۰۲۴", date(2024, 12, 8)),
        ("— Гавань (@harbour) 8 декабря 2024 г.", "8 декабря 2024", date(2024, 12, 8)),
        ("— 港 (@harbour) 2024年12月8日", "2024年12月8日", None),
        ("— Port (@harbour) 8 grudnia 2024", "8 grudnia 2024", None),
        ("— Harbour (@harbour) 12/08/2024", "12/08/2024", None),
        ("— Harbour (@harbour)\nDecember 8, 2024", "December 8, 2024", date(2024, 12, 8)),
        ("— Harbour (@harbour) 7:01 PM · December 8, 2024", "7:01 PM · December 8, 2024", date(2024, 12, 8)),
        ("— Harbour (@harbour) on Sunday, December 8, 2024", None, None),
        ("December 8, 2024 — Harbour (@harbour)", "December 8, 2024", date(2024, 12, 8)),
        ("-- Harbour (@harbour) December 8, 2024", "December 8, 2024", date(2024, 12, 8)),
        ("— وزارة الأشغال - نوارة (@harbour) December 8, 2024", "December 8, 2024", date(2024, 12, 8)),
        ("— 876246 (@harbour) December 8, 2024", "December 8, 2024", date(2024, 12, 8)),
    ],
)
def test_dates_in_any_language(signed: str, label: str | None, day: date | None) -> None:
    """The date stands behind the handle, on the next line, or before the dash, in any digits."""
    found = find_flattened(f"{PROSE}\n{TWEET}\n{signed}\n")
    assert [(each.label, each.day) for each in found] == ([(label, day)] if label else [])


@pytest.mark.parametrize(
    ("text", "tweet", "confidence"),
    [
        (f"{PROSE}\n{TWEET}\n{SIGNED}", TWEET, 0.75),
        (f"{PROSE}\n\n{TWEET} {SIGNED}\n\n{PROSE}", TWEET, 0.75),
        (f"{PROSE}\n\nFirst line.\nSecond line.\n\n{SIGNED}", "First line.\nSecond line.", 0.75),
        (f"{PROSE}\nThe bridge opens.\npic.twitter.com/hQ7sVd2LmA\n{SIGNED}",
         "The bridge opens.\npic.twitter.com/hQ7sVd2LmA", 0.75),
        (f"{SAID}\n\n{SAID}\nOne.\n\nAnother.\n\n{SIGNED}\n\n{SAID}", "One.\n\nAnother.", 0.9),
        (f"{SAID} {SAID} {TWEET} {SIGNED} {SAID}", TWEET, 0.9),
        (f"{PROSE} {PROSE} {PROSE} {TWEET} {SIGNED} {PROSE}", f"{PROSE} {PROSE} {TWEET}", 0.5),
        (f"{'word ' * 200}{SIGNED}", None, 0.4),
    ],
)  # fmt: skip
def test_where_the_text_begins(text: str, tweet: str | None, confidence: float) -> None:
    """By a change of script, the line or the paragraph before, or walked back within a tweet's length."""
    found = one(text)
    assert found.confidence == confidence
    assert 0 < found.text_end - found.text_start <= 300
    if tweet is not None:
        assert words(text) == tweet


def test_several_do_not_run_into_each_other() -> None:
    """Each begins behind the one before it."""
    text = f"{TWEET} {SIGNED} Another. — Quay (@quay) May 1, 2024\n{SIGNED}"
    found = find_flattened(text)
    assert [text[each.text_start : each.text_end] for each in found] == [TWEET, "Another.", ""]
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The head of the port, Ann Lee (@annlee), said on December 8, 2024 that the bridge opens.",
        "The bridge — said Ann Lee (@annlee) — opens on December 8, 2024.",
        "The bridge opens — Ann Lee (@annlee) said so on December 8, 2024.",
        "Ports — among them Harbour (@harbour) with 300 ships in 2024 — are full.",
        "Follow the council (@council) and the port (@port) in 2024.",
        "— Ann Lee (@annlee)",
        "— Ann Lee, December 8, 2024",
        "يقول المجلس — كما كتب رئيسه (@council) أمس — إن الجسر يفتح عام 2024.",
    ],
)
def test_handles_in_sentences(text: str) -> None:
    """A handle in parentheses without a date behind it is not a tweet."""
    assert find_flattened(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "— a (@b) December 8, 2024 " * 40_000,
        "(@b)" * 250_000,
        "-(@b) 2024" * 100_000,
        "— (@b) 2024 " * 80_000,
        "— " * 500_000,
        "(" + " " * 1_000_000,
        "(@" + "a" * 1_000_000,
        "a. " * 333_333 + "— a (@b) December 8, 2024",
        "2024\n— a (@b)\n\n\n" * 50_000,
        "كلمة word " * 100_000 + "— a (@b) December 8, 2024",
    ],
    ids=range(10),
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    """A megabyte made to be slow is read within seconds."""
    before = process_time()
    find_flattened(text)
    assert process_time() - before < 8


PIECES = st.sampled_from(
    ["—", " ", "\n", "(@harbour)", "Harbour", "December 8, 2024", "٨ ديسمبر ٢٠٢٤", "2024", "8", ".", "سفينة",
     "İ", "pic.twitter.com/abcd", "#x", "(@", ")", "–", "- "]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    """No text makes it fail, and every place lies in it, in order."""
    last = 0
    for found in find_flattened(text):
        assert last <= found.start == found.text_start <= found.text_end <= found.end <= len(text)
        assert found.author_handle in text[found.start : found.end]
        assert text[found.text_start : found.text_end].strip() == text[found.text_start : found.text_end]
        last = found.end


def test_the_sample_of_the_task() -> None:
    """The sample that the project began with is read whole."""
    sample = SHARED / "tweets" / "flattened" / "brief_sample.txt"
    if not sample.exists():
        pytest.skip("the real texts are not here: they are not part of the project")
    text = sample.read_text(encoding="utf-8")
    found = one(text)
    assert (found.start, found.end, found.author_handle) == (0, len(text.rstrip()), "TheStudyofWar")
    assert text[found.text_start : found.text_end].endswith(f"pic.twitter.com/{found.picture}")
