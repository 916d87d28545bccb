"""`isnad show`: everything known of one article, down to the bytes it came from."""

from pathlib import Path

import duckdb
import pyarrow as pa
from rich.console import Console

from config.errors import NotFoundError
from flows.terminal.printing import print_table, shown
from tasks.parsing.urls import normalize_url
from warehouse.catalog import connect

FIND = """
SELECT DISTINCT article_id FROM article_versions
WHERE $url IN (url, canonical_url) OR page_id IN (SELECT page_id FROM pages WHERE final_url = $url)
"""
FORGOTTEN = """
SELECT forgotten_at, reason FROM forgotten WHERE kind = 'url' AND list_contains($urls, value) LIMIT 1
"""
CURRENT = "SELECT * EXCLUDE (text, article_id, run_id) FROM articles WHERE article_id = $id"
TEXT = "SELECT text FROM articles WHERE article_id = $id"
PARTS = {
    "Versions": """
        SELECT version, fetched_at, title, modified_at, word_count, page_id FROM article_versions
        WHERE article_id = $id ORDER BY version""",
    "Tweets": """
        SELECT t.author_handle, t.author_name, t.created_at, t.text, s.embed_kind, s.paragraph, t.url
        FROM article_tweets s JOIN tweets t USING (tweet_key) WHERE s.article_id = $id ORDER BY s.ord""",
    "Links": "SELECT text, url FROM article_links WHERE article_id = $id ORDER BY ord",
    "Pictures": "SELECT url, caption, credit, alt FROM article_images WHERE article_id = $id ORDER BY ord",
    "Bytes received": """
        SELECT p.page_id, p.fetched_at, p.final_url, p.redirects, p.status,
               octet_length(p.body) AS octets, p.body_sha256, v.charset,
               v.charset_source, p.discovered_via, p.listing_url, p.run_id
        FROM pages p JOIN verdicts v USING (page_id) WHERE v.article_id = $id ORDER BY p.fetched_at""",
}


def show_article(root: Path, url: str, out: Console) -> None:
    """Print what is known of the article at this address.

    Raises:
        NotFoundError: no article has it; the message says what became of the address, if it was asked.
    """
    with connect(root) as con:
        found = con.execute(FIND, {"url": url}).fetchone()
        if found is None:
            raise NotFoundError(explain_absence(con, url))
        given = {"id": found[0]}
        for name, value in con.sql(CURRENT, params=given).to_arrow_table().to_pylist()[0].items():
            if value not in (None, []):
                out.print(f"[dim]{name:>22}[/dim]  ", end="")
                out.print(shown(value), markup=False, highlight=False, soft_wrap=True)
        text = con.sql(TEXT, params=given).to_arrow_table().column("text")[0].as_py()
        out.print(f"\n{text}\n", markup=False, highlight=False, soft_wrap=True)
        for title, query in PARTS.items():
            rows: pa.Table = con.sql(query, params=given).to_arrow_table()
            if rows.num_rows:
                print_table(rows, out, title=title)


def explain_absence(con: duckdb.DuckDBPyConnection, url: str) -> str:
    """Why no article has this address, in a sentence."""
    forgotten = con.execute(FORGOTTEN, {"urls": [url, normalize_url(url)]}).fetchone()
    if forgotten is not None:
        return f"{url} was forgotten on {forgotten[0]:%F}: {forgotten[1]}"
    query = """
        SELECT f.outcome, coalesce(v.reason, f.error) FROM fetches f LEFT JOIN verdicts v USING (page_id)
        WHERE f.url = $url ORDER BY f.fetched_at DESC LIMIT 1"""
    asked = con.execute(query, {"url": url}).fetchone()
    if asked is None:
        return f"{url} was never asked for; `isnad sql` with url LIKE finds similar ones"
    return f"no article at {url}: {asked[0]}" + (f", {asked[1]}" if asked[1] else "")
