"""Snippets."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parsing.snippets import AFTER, BEFORE, Snippet, cut_snippet, mark_title
from warehouse.folding import fold_words

LONG = " ".join(f"كلمة{number}" for number in range(100))


def marked(snippet: Snippet) -> list[str]:
    """The words marked."""
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_words_are_marked_as_published() -> None:
    """With their vowel marks and tatweel, though folding makes the text before them shorter."""
    text = "قـــالَ المُتَحَدِّثُ:\nإنّ المجلسَ اجتمع"
    snippet = cut_snippet("عنوان طويل", text, [0, 6])
    assert snippet.text == "قـــالَ المُتَحَدِّثُ: إنّ المجلسَ اجتمع"
    assert marked(snippet) == ["المجلسَ"]


def test_a_long_text_is_cut() -> None:
    """Around the first word found, with a sign where it was cut."""
    snippet = cut_snippet(None, LONG, [50, 52, 99])
    assert snippet.text.startswith(f"…كلمة{50 - BEFORE} ")
    assert snippet.text.endswith(f" كلمة{50 + AFTER - 1}…")
    assert marked(snippet) == ["كلمة50", "كلمة52"]


def test_only_the_title_has_it() -> None:
    """Then the text is shown from its beginning, and the title is marked."""
    assert cut_snippet("خبر", LONG, [0]).text.startswith("كلمة0 ")
    assert cut_snippet("خبر", LONG, [0]).marks == ()
    assert marked(mark_title("هذا خبرٌ", [1, 5])) == ["خبرٌ"]


def test_a_text_without_words() -> None:
    """Is shown as it is."""
    assert cut_snippet(None, "…!", []) == Snippet(text="…!", marks=())


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=200), st.data())
def test_marks_are_the_words(title: str, text: str, data: st.DataObject) -> None:
    """Whatever the text, each mark holds a word that was asked for."""
    words = fold_words(text)
    behind = len(fold_words(title)) + 1 if fold_words(title) else 0
    at = data.draw(st.integers(0, max(0, len(words) - 1)))
    snippet = cut_snippet(title, text, [at + behind])
    if words:
        assert [" ".join(fold_words(word)) for word in marked(snippet)] == [words[at]]
    assert "\n" not in snippet.text
