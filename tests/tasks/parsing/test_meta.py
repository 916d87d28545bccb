"""One pass over meta and link elements."""

from tasks.parsing.document import parse_html
from tasks.parsing.meta import read_meta

HEAD = """<meta property="og:title" content="  سوق   جديد "><meta name="Author" content="ليلى">
<meta property="article:tag" content="اقتصاد"><meta property="article:tag" content="المرفأ">
<meta property="article:tag" content="المرفأ"><meta name="empty" content=" ">
<link rel="canonical shortlink" href="https://gazette.example/1">
<meta itemprop="datePublished" content="2024-12-09">"""


def test_values_by_key() -> None:
    """Keys are lower case, values have single spaces, empty ones are left out."""
    tree = parse_html(f"<html><head>{HEAD}</head><body></body></html>")
    assert tree is not None
    meta = read_meta(tree)
    assert meta.first("og:title") == "سوق جديد"
    assert meta.first("nothing", "author") == "ليلى"
    assert meta.first("empty") is None
    assert meta.all("article:tag") == ("اقتصاد", "المرفأ")
    assert meta.first("link:canonical") == "https://gazette.example/1"
    assert meta.first("datepublished") == "2024-12-09"
    assert meta.all("none") == ()


def test_the_number_of_values_is_bounded() -> None:
    """A page with thousands of tags keeps the first two hundred."""
    tags = "".join(f'<meta name="tag" content="t{number}">' for number in range(5_000))
    tree = parse_html(f"<html><head>{tags}</head></html>")
    assert tree is not None
    assert len(read_meta(tree).all("tag")) == 200
