"""Search."""

import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from config.errors import ConfigError
from tasks.parsing.word_rows import word_rows
from tests.warehouse.forgetting import ask_to_forget, files_with, take_out
from warehouse.folding import GLUE, fold_words
from warehouse.search import Asked, search

CLI = Path(sys.executable).with_name("duckdb")
END = "\n\nنهاية."
DAY = date(2026, 3, 1)


@pytest.fixture
def shelve(stage, publish, seen, build) -> Callable[..., None]:
    """Publishes articles with these texts, and their words, as a run; the page's number is its address."""

    def run(
        *texts: str, run_id: str = "r1", hour: int = 6, title: str | None = None, tweets: Any = ()
    ) -> None:
        pages = [
            seen(url=f"https://minbar.example/{n}", text=t + END, hour=hour) for n, t in enumerate(texts)
        ]
        given = build.rows_of(pages, run_id, build.DAY)
        given["articles"] = [replace(row, title=title) for row in given["articles"]]
        lineage = {"page_id": pages[0].page_id, "run_id": run_id, "date": build.DAY}
        given["tweets"] += [build.tweet_row(key, lineage, text=text) for key, text in tweets]
        given["words"] = [
            word for name in ("articles", "tweets") for row in given[name] for word in word_rows(row)
        ]
        stage(run_id, given=given)
        publish(run_id)

    return run


def found(root: Path, query: str, **given: Any) -> set[str]:
    """The first lines of the articles that are found."""
    asked = Asked(query=query, kind="article", most=1_000, **given)
    return {hit.text.partition("\n")[0] for hit in search(root, asked).hits}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("مجلس", {"اجتمع مجلس المدينة", "والمجلس يجتمع", "قدم للمجلس تقريرا", "المَجْلِسُ البلديّ"}),
        ("المجلس", {"والمجلس يجتمع", "قدم للمجلس تقريرا", "المَجْلِسُ البلديّ"}),
        ("والمجلس", {"والمجلس يجتمع"}),
        ('"مجلس المدينة"', {"اجتمع مجلس المدينة"}),
        ('"المدينة مجلس"', set()),
        ("المدينة مجلس", {"اجتمع مجلس المدينة"}),
        ("مجلس -المدينة -بلدي", {"والمجلس يجتمع", "قدم للمجلس تقريرا"}),
        ('مجلس -"يجتمع"', {"اجتمع مجلس المدينة", "قدم للمجلس تقريرا", "المَجْلِسُ البلديّ"}),
        ("مجل*", {"اجتمع مجلس المدينة", "مجلة الأسبوع"}),
        ('"مجلس الم*"', {"اجتمع مجلس المدينة"}),
        ("مجله", {"مجلة الأسبوع"}),
        ("«مجلة الأسبوع»", {"مجلة الأسبوع"}),
        ("قافية", set()),
        ("نهايه المدينة", {"اجتمع مجلس المدينة"}),
    ],
)  # fmt: skip
def test_what_a_query_finds(shelve, root, query, texts) -> None:
    """All words, phrases, words left out, beginnings, and what is glued to Arabic words."""
    shelve("اجتمع مجلس المدينة", "والمجلس يجتمع", "قدم للمجلس تقريرا", "المَجْلِسُ البلديّ", "مجلة الأسبوع")
    assert found(root, query) == texts


def expected(text: str, query: list[tuple[bool, list[str], bool]]) -> bool:
    """Whether a text has what is asked for, told word by word."""
    words = fold_words(text)

    def has(term: list[str], prefix: bool) -> bool:
        last = len(term) - 1
        return any(
            all(
                words[at + n].startswith(word) if prefix and n == last
                else is_form(words[at + n], word) if n == 0 else words[at + n] == word
                for n, word in enumerate(term)
            )
            for at in range(len(words) - last)
        )  # fmt: skip

    return all(has(term, prefix) is not excluded for excluded, term, prefix in query)


def is_form(written: str, word: str) -> bool:
    """Whether it is the word, with something glued to it or not; to words of two letters nothing is."""
    if len(word) < 3:
        return written == word
    glued = re.fullmatch(GLUE + re.escape(word), written)
    return bool(glued) or (word.startswith("ال") and bool(re.fullmatch(f"[وف]?لل{word[2:]}", written)))


def test_any_query(shelve, root) -> None:
    """Finds the texts that a look at every word finds."""
    draw = random.Random(7)
    stems = ["مجلس", "كلام", "ولد", "بلد", "والي", "لدي", "يد", "أمن", "الكتاب", "port", "Été", "京都"]
    glued = ["", "", "", "و", "ال", "بال", "لل", "ك", "وال", "فل"]

    def word() -> str:
        stem = draw.choice(stems)
        return stem if not fold_words(stem)[0][0] > "ء" else draw.choice(glued) + stem

    texts = list({" ".join(word() for _ in range(draw.randrange(1, 9))) for _ in range(80)})
    shelve(*texts)
    for _ in range(60):
        terms = [
            (
                n > 0 and draw.random() < 0.3,
                [word() for _ in range(draw.choice((1, 1, 2)))],
                draw.random() < 0.2,
            )
            for n in range(draw.randrange(1, 4))
        ]
        query = " ".join(f'{"-" * out}"{" ".join(words)}"{"*" * prefix}' for out, words, prefix in terms)
        folded = [(out, fold_words(" ".join(words)), prefix) for out, words, prefix in terms]
        assert found(root, query) == {text for text in texts if expected(text + END, folded)}, query


def test_the_title_counts(shelve, root) -> None:
    """Its words are found, but no phrase goes from it into the text."""
    shelve("قال الوزير", title="خطة جديدة")
    assert found(root, '"خطة جديدة" وزير') == {"قال الوزير"}
    assert found(root, '"جديدة قال"') == set()


def test_the_best_first(shelve, root) -> None:
    """Of two texts the one that says it more often, and a rare word weighs more than a common one."""
    shelve("ميناء ميناء سفينة", "ميناء سفينة سفينة سفينة سفينة", "ميناء", "ميناء جسر")
    hits = search(root, Asked(query="ميناء سفينة", kind="article", most=1)).hits
    assert [hit.text.partition("\n")[0] for hit in hits] == ["ميناء سفينة سفينة سفينة سفينة"]
    assert search(root, Asked(query="ميناء", kind="article", most=1)).total == 4


def test_older_versions(shelve, root) -> None:
    """Are found only where they are asked for, and told apart."""
    shelve("سبعة جرحى", hour=6)
    shelve("تسعة جرحى", run_id="r2", hour=9)
    assert found(root, "جرحى") == {"تسعة جرحى"}
    assert found(root, "سبعة") == set()
    hits = search(root, Asked(query="جرحى", kind="article", with_old=True)).hits
    assert {(hit.text[:4], hit.current) for hit in hits} == {("سبعة", False), ("تسعة", True)}


def test_a_tweet_is_found_by_its_best_text(shelve, root, stage, publish, seen, build) -> None:
    """A copy that is cut off is not what the tweet says where a better one is known."""
    shelve("نص", tweets=[("100", "وصلت السفينة"), ("101", None)])
    page = seen(url="https://minbar.example/9", hour=8)
    given = build.rows_of([page], "r2", build.DAY)
    lineage = {"page_id": page.page_id, "run_id": "r2", "date": build.DAY}
    given["tweets"].append(build.tweet_row("100", lineage, text="وصلت السفينة إلى الميناء", completeness=70))
    given["words"] = [word for row in given["tweets"] for word in word_rows(row)]
    stage("r2", given=given)
    publish("r2")
    hits = search(root, Asked(query="سفينة", kind="tweet")).hits
    assert [(hit.tweet_key, hit.text, hit.author) for hit in hits] == [
        ("100", "وصلت السفينة إلى الميناء", "wazir")
    ]


def test_what_is_forgotten(shelve, root) -> None:
    """Is not found from that moment on, and no word of it stays in the files."""
    shelve("سفينة القمح", "سفينة الملح", tweets=[("100", "سفينة غريبة")])
    ask_to_forget(root, "tweet", "100")
    ask_to_forget(root, "url", "https://minbar.example/0", run_id="f2")
    hits = search(root, Asked(query="سفينة")).hits
    assert [hit.text for hit in hits] == ["سفينة الملح" + END]
    take_out(root)
    assert files_with(root, "غريبه") == files_with(root, "القمح") == []
    assert found(root, "ملح") == {"سفينة الملح"}


def test_filters(shelve, root) -> None:
    """By source, language and day of publication; a tweet's without one is that of the night."""
    shelve("سفينة", tweets=[("100", "سفينة")])
    for given, kinds in (
        ({}, {"article", "tweet"}),
        ({"kind": "tweet"}, {"tweet"}),
        ({"sources": ("minbar", "x")}, {"article", "tweet"}),
        ({"sources": ("x",)}, set()),
        ({"languages": ("fa",)}, set()),
        ({"first": DAY, "last": DAY}, {"article", "tweet"}),
        ({"last": date(2026, 2, 28)}, set()),
    ):
        assert {hit.kind for hit in search(root, Asked(query="سفينة", **given)).hits} == kinds


@pytest.mark.parametrize("query", ["", " ", "-كلمة", "،", '""'])
def test_a_query_without_a_word(root, query) -> None:
    """Is told to be one, even before the first night."""
    with pytest.raises(ConfigError, match="no word"):
        search(root, Asked(query=query))
    assert search(root, Asked(query="كلمة")).hits == ()


def test_quotes_of_sql_are_text(shelve, root) -> None:
    """What a person types is never SQL."""
    shelve("l'accord")
    assert found(root, "l'accord") == {"l'accord"}
    assert found(root, "'; DROP VIEW articles; --accord") == set()


def test_days_collected_before_are_told(shelve, root, night, seen) -> None:
    """The texts of a day without words are not found; the day is named."""
    night("r0", seen(url="https://minbar.example/old", day=date(2026, 2, 27)), day=date(2026, 2, 27))
    shelve("سفينة")
    assert search(root, Asked(query="سفينة")).days_left_out == (date(2026, 2, 27),)
    assert search(root, Asked(query="الوزارة")).total == 0


@pytest.mark.skipif(not CLI.exists(), reason="the duckdb command is not installed beside Python")
def test_plain_duckdb(shelve, root) -> None:
    """The macro answers in the views file and by open.sql, with filters in SQL."""
    shelve("والسفينة", "جسر")
    query = "SELECT count(*) FROM search('سفينة') WHERE source = 'minbar' AND kind = 'article'"
    with duckdb.connect(str(root / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute(query).fetchall() == [(1,)]
    command = [CLI, "-init", "open.sql", "-csv", "-noheader", "-c", query]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "1"
