"""Embedded tweets out of a page: each leaves one mark in the tree, by which its place is found again."""

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from tasks.parsing.embed_forms import Form, recognise
from tasks.parsing.embed_wrappers import letters, outermost
from tasks.parsing.tweet_urls import tweet_address

# letters, digits and brackets: trafilatura drops what is not printable, and paragraphs of signs only
SENTINEL = re.compile(r"⟦isnad-tweet-(\d{1,9})⟧")

_RUNNING_TEXT = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "a", "b", "i", "u", "em", "strong", "small"}
_WIDGET_SCRIPT = re.compile(r"^(?:https?:)?//platform\.(?:twitter|x)\.com/[\w./-]*\.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One embedded tweet as the page shows it, numbered from 0 in document order.

    Raises nothing; what the markup does not say is None. text is None where only the address is known,
    label is the date as written beside it, deleted means that a placeholder says so in place of the text.
    """

    number: int
    kind: str
    tweet_id: str | None
    url: str | None
    author_handle: str | None
    author_name: str | None
    text: str | None
    label: str | None
    language: str | None
    deleted: bool


def sentinel(number: int) -> str:
    """The text of the paragraph that stands where embed number stood."""
    return f"⟦isnad-tweet-{number}⟧"


def lift_tweets(tree: HtmlElement) -> list[Embed]:
    """Replace every embed, with its script and the wrappers made for it, by a sentinel paragraph.

    Within running text the sentinel is a span. Text after an embed stays. Effort grows with the size of
    the page only, whatever its nesting.
    """
    # held while they are read: lxml looks through all ancestors of every element that it lets go
    elements = list(tree.iter("*"))
    forms = _find(elements)
    others = {tree, *(form.root for form in forms)}
    lifted: list[tuple[Form, HtmlElement]] = []
    for form in forms:
        if form.root is tree:
            _become_mark(tree)
            return [_embed(0, form)]
        top = outermost(form.root, others)
        if lifted and _is_copy(lifted[-1], form, top):
            first, mark = lifted.pop()
            top.drop_tree()
            top, form = outermost(mark, others), _merge(first, form)
        mark = _mark(top, len(lifted))
        others.add(mark)
        lifted.append((form, mark))
    return [_embed(number, form) for number, (form, _) in enumerate(lifted)]


def _find(elements: list[HtmlElement]) -> list[Form]:
    """The outermost embeds among elements in document order."""
    forms: dict[HtmlElement, Form] = {}
    covered: set[HtmlElement] = set()
    for element in elements:
        if element in covered:
            continue
        form = recognise(element)
        if form is None:
            continue
        inside = set(form.root.iter("*"))
        if inside.isdisjoint(covered):
            forms[form.root] = form
            covered |= inside
    return list(forms.values())


def _mark(top: HtmlElement, number: int) -> HtmlElement:
    """Put the sentinel where top stands, keeping the text after it."""
    parent, tail = top.getparent(), top.tail
    # trafilatura drops what follows a paragraph within a paragraph
    mark = top.makeelement("span" if parent.tag in _RUNNING_TEXT else "p")
    mark.text, mark.tail, top.tail = sentinel(number), tail, None
    parent.replace(top, mark)
    script = mark.getnext()
    if script is not None and _WIDGET_SCRIPT.match(script.get("src", "").strip()) and not letters(mark.tail):
        script.drop_tree()
    return mark


def _become_mark(tree: HtmlElement) -> None:
    """Turn a tree that is one embed into its sentinel."""
    for child in list(tree):
        tree.remove(child)
    tree.tag, tree.text = "p", sentinel(0)
    tree.attrib.clear()


def _is_copy(previous: tuple[Form, HtmlElement], form: Form, top: HtmlElement) -> bool:
    """Whether form is the copy, for readers without scripts, of the embed marked just before it."""
    first, mark = previous
    ids = {each.address.tweet_id if each.address else None for each in (first, form)}
    if len(ids) > 1 or None in ids or mark.getnext() is not top or letters(mark.tail):
        return False
    return top.tag == "noscript" or any(e.tag == "noscript" for e in form.root.iterancestors())


def _merge(first: Form, second: Form) -> Form:
    """Two copies of one embed: the first's form, the fuller one's words."""
    fuller, other = (second, first) if second.quote.text and not first.quote.text else (first, second)
    handle = fuller.quote.handle or other.quote.handle
    return replace(first, quote=replace(fuller.quote, handle=handle))


def _embed(number: int, form: Form) -> Embed:
    quote, address = form.quote, form.address or form.quote.address
    url_handle = next((a.handle for a in (address, quote.address) if a and a.handle), None)
    return Embed(
        number=number,
        kind=form.kind,
        tweet_id=address.tweet_id if address else None,
        url=tweet_address(address.tweet_id, url_handle) if address else None,
        author_handle=quote.handle or url_handle,
        author_name=quote.name,
        text=quote.text,
        label=quote.label,
        language=quote.language,
        deleted=quote.deleted,
    )
