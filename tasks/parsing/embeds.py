"""Embedded tweets and posts out of a page: each leaves a mark, by which its place is found again."""

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from tasks.parsing.embed_forms import Form, recognise
from tasks.parsing.embed_text import Anchor
from tasks.parsing.embed_wrappers import drop, letters, outermost, storable
from tasks.parsing.post_forms import PostForm, recognise_post
from tasks.parsing.tweet_urls import tweet_address

# letters, digits and brackets: trafilatura drops what is not printable, and paragraphs of signs only
SENTINEL = re.compile(r"⟦isnad-embed-(\d{1,9})⟧")

AnyForm = Form | PostForm

_RUNNING_TEXT = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "a", "b", "i", "u", "em", "strong", "small"}
_WIDGET_SCRIPT = re.compile(
    r"^(?:https?:)?//(?:platform\.(?:twitter|x|instagram)\.com/[\w./-]*\.js|"
    r"(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}/(?:static/|en_US/)?embeds?\.js)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One embedded tweet as the page shows it, numbered from 0 in document order.

    Raises nothing; what the markup does not say is None. text is None where only the address is known,
    label is the date as written beside it, deleted means that a placeholder says so in place of the text,
    anchors are the links within the text.
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
    anchors: tuple[Anchor, ...] = ()


def sentinel(number: int) -> str:
    """The text of the paragraph that stands where embed number stood."""
    return f"⟦isnad-embed-{number}⟧"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of another platform as the page shows it; numbered together with the tweets.

    Raises nothing; what the markup does not say is None. label is the date as written beside it.
    """

    number: int
    kind: str
    platform: str
    url: str
    post_id: str
    author_handle: str | None
    author_name: str | None
    text: str | None
    label: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """Everything lifted out of one page, each kind in document order."""

    tweets: list[Embed]
    posts: list[Post]


def lift_embeds(tree: HtmlElement) -> Lifted:
    """Replace every embed, with its script and the wrappers made for it, by a sentinel paragraph.

    Within running text the sentinel is a span. Text after an embed stays. Effort grows with the size of
    the page only, whatever its nesting.
    """
    forms = _lift(tree)
    return Lifted(
        tweets=[_embed(number, form) for number, form in enumerate(forms) if isinstance(form, Form)],
        posts=[_post(number, form) for number, form in enumerate(forms) if isinstance(form, PostForm)],
    )


def lift_tweets(tree: HtmlElement) -> list[Embed]:
    """The same of a page of which only tweets are wanted."""
    return lift_embeds(tree).tweets


def _lift(tree: HtmlElement) -> list[AnyForm]:
    # held while they are read: lxml looks through all ancestors of every element that it lets go
    elements = list(tree.iter("*"))
    forms = _find(elements)
    others = {tree, *(form.root for form in forms)}
    lifted: list[tuple[AnyForm, HtmlElement]] = []
    for form in forms:
        if form.root is tree:
            _become_mark(tree)
            return [form]
        top = outermost(form.root, others)
        if lifted and _is_copy(lifted[-1], form, top):
            first, mark = lifted.pop()
            drop(top)
            top, form = outermost(mark, others), _merge(first, form)
        mark = _mark(top, len(lifted))
        others.add(mark)
        lifted.append((form, mark))
    return [form for form, _ in lifted]


def _find(elements: list[HtmlElement]) -> list[AnyForm]:
    """The outermost embeds among elements in document order."""
    forms: dict[HtmlElement, AnyForm] = {}
    covered: set[HtmlElement] = set()
    for element in elements:
        if element in covered:
            continue
        form = recognise(element) or recognise_post(element)
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
    mark.text, mark.tail, top.tail = sentinel(number), storable(tail), None
    parent.replace(top, mark)
    script = mark.getnext()
    if script is not None and _WIDGET_SCRIPT.match(script.get("src", "").strip()) and not letters(mark.tail):
        drop(script)
    return mark


def _become_mark(tree: HtmlElement) -> None:
    """Turn a tree that is one embed into its sentinel."""
    for child in list(tree):
        tree.remove(child)
    tree.tag, tree.text = "p", sentinel(0)
    tree.attrib.clear()


def _is_copy(previous: tuple[AnyForm, HtmlElement], form: AnyForm, top: HtmlElement) -> bool:
    """Whether form is another copy of the embed marked just before it.

    One copy is for readers without scripts, or is what the platform's script made of the other.
    """
    first, mark = previous
    names = {_name(first), _name(form)}
    if len(names) > 1 or None in names or mark.getnext() is not top or letters(mark.tail):
        return False
    if (first.kind, form.kind) == ("script", "iframe"):
        return True
    return top.tag == "noscript" or any(e.tag == "noscript" for e in form.root.iterancestors())


def _name(form: AnyForm) -> tuple[str, str] | None:
    """The platform and the id of what an embed shows."""
    if isinstance(form, PostForm):
        return form.address.platform, form.address.post_id
    return ("x", form.address.tweet_id) if form.address else None


def _merge(first: AnyForm, second: AnyForm) -> AnyForm:
    """Two copies of one embed: the first's form, the fuller one's words."""
    if isinstance(first, PostForm) and isinstance(second, PostForm):
        return replace(first, words=second.words) if second.words.text and not first.words.text else first
    if not (isinstance(first, Form) and isinstance(second, Form)):
        return first
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
        anchors=quote.anchors,
    )


def _post(number: int, form: PostForm) -> Post:
    address, words = form.address, form.words
    return Post(
        number=number,
        kind=form.kind,
        platform=address.platform,
        url=address.url,
        post_id=address.post_id,
        author_handle=words.handle or address.handle,
        author_name=words.name,
        text=words.text,
        label=words.label,
        language=words.language,
    )
