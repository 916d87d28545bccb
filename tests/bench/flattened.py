"""Flattened tweets: attributions found, starts found where they are known, and none where there is no tweet.

Run: python -m tests.bench.flattened
"""

import json
from collections.abc import Callable, Iterator

from lxml import html

from tasks.parsing.embed_quotes import Quote, read_quote
from tasks.parsing.flattened import find_flattened
from tests.bench.corpora import ROOT, SETS, read_set

TWEETS = ROOT.parent / "tweets"
PROSE = {
    "English": "The council of the town met on Sunday and said nothing new about the harbour bridge.",
    "Arabic": "أعلنت بلدية المدينة يوم الأحد افتتاح الجسر الجديد بعد أعمال استمرت ثلاث سنوات.",
}


def signature(quote: Quote) -> str:
    """The attribution as a scraper leaves it."""
    return f"— {quote.name} (@{quote.handle}) {quote.label}"


LAYOUTS: dict[str, Callable[[str, Quote], str]] = {
    "line above": lambda prose, quote: f"{prose}\n{quote.text}\n{signature(quote)}\n{prose}",
    "paragraph above": lambda prose, quote: f"{prose}\n\n{quote.text}\n\n{signature(quote)}\n\n{prose}",
    "same line": lambda prose, quote: f"{prose}\n\n{one_line(quote)} {signature(quote)}\n\n{prose}",
    "in a paragraph": lambda prose, quote: f"{prose} {one_line(quote)} {signature(quote)} {prose}",
}


def one_line(quote: Quote) -> str:
    """A tweet without its line ends."""
    return " ".join((quote.text or "").split())


def read_quotes() -> Iterator[Quote]:
    """Real embeds that have a text, an author and a date."""
    for line in (TWEETS / "blockquote" / "real_embeds.jsonl").read_text(encoding="utf-8").splitlines():
        quote = read_quote(html.fromstring(json.loads(line)["html"]))
        if quote.text and quote.name and quote.label:
            yield quote


def count_leaks() -> tuple[int, int]:
    """Texts that trafilatura leaked, and those whose attribution is found to its end."""
    leaks = json.loads((TWEETS / "flattened" / "trafilatura_2.3.1_leaks.json").read_text(encoding="utf-8"))
    texts = [leak["flattened"].rstrip() for leak in leaks]
    return len(texts), sum(any(each.end == len(text) for each in find_flattened(text)) for text in texts)


def main() -> None:
    """Print one line for each layout, then what is found where a person read no tweet."""
    present, found = count_leaks()
    print(f"flattened: attributions in leaked texts {found} of {present}")
    quotes = list(read_quotes())
    for language, prose in PROSE.items():
        for layout, write in LAYOUTS.items():
            hits = starts = 0
            for quote in quotes:
                text = write(prose, quote)
                own = [each for each in find_flattened(text) if each.author_handle == quote.handle]
                hits += bool(own)
                starts += any(
                    one_line(quote) == " ".join(text[e.text_start : e.text_end].split()) for e in own
                )
            name = f"{layout}, {language} prose"
            print(f"{name:32} found {hits:3} of {len(quotes)}, whole text {starts:3}")
    texts = [(name, sample.text) for name in SETS for sample in read_set(name) if sample.text]
    signed = sum(len(find_flattened(text)) for _, text in texts)
    print(f"texts as a person read them: {len(texts)}, flattened tweets found {signed}")


if __name__ == "__main__":
    main()
