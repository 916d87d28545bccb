"""Markup becomes one tree, or None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.document import drop_machinery, parse_html


def test_a_page_is_a_tree() -> None:
    """Arabic text, and no comments."""
    tree = parse_html("<html><body><!-- سر --><p>نص</p></body></html>")
    assert tree is not None
    assert tree.text_content() == "نص"


@pytest.mark.parametrize("markup", ["", "   ", "\x00", "<!-- only a comment -->"])
def test_nothing_is_none(markup: str) -> None:
    """Where there is no element there is no tree."""
    assert parse_html(markup) is None


def test_an_xml_declaration_does_not_change_the_charset() -> None:
    """A declared encoding inside decoded text is ignored."""
    tree = parse_html('<?xml version="1.0" encoding="windows-1252"?><html><body><p>نص</p></body></html>')
    assert tree is not None
    assert tree.findtext(".//p") == "نص"


def test_nul_and_surrogates_do_not_cut_the_page() -> None:
    """Characters no document may have are left out, what follows them is kept."""
    tree = parse_html("<p>one\x00\x0b\ud800two</p><p>three</p>")
    assert tree is not None
    assert "three" in tree.text_content()


def test_no_entity_is_expanded() -> None:
    """A document type's own entities are not text."""
    tree = parse_html('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>a&x;b</p>')
    assert tree is not None
    assert "&x;" in tree.text_content()


def test_machinery_goes_and_its_tail_stays() -> None:
    """Scripts and menus are dropped; the text after them is not."""
    tree = parse_html("<div><script>var x</script>kept <nav>Home</nav>too</div>")
    assert tree is not None
    drop_machinery(tree)
    assert tree.text_content() == "kept too"


def test_very_deep_markup_ends() -> None:
    """Fifty thousand nested elements are bounded by the parser."""
    tree = parse_html("<div>" * 50_000 + "x")
    assert tree is None or sum(1 for _ in tree.iter()) < 50_000


@given(st.text(max_size=400))
def test_never_raises(markup: str) -> None:
    """Any text is a tree or None."""
    parse_html(markup)
