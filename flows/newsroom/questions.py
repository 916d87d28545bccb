"""What the demo asks its warehouse: queries over the published views, each with what its answer means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One query; `meaning` says in a sentence how to read the answer."""

    title: str
    meaning: str
    sql: str


QUESTIONS = (
    Question(
        title="What became of every address, night by night?",
        meaning="Each address a feed names ends in one outcome; night 2 keeps only what is new or changed.",
        sql="""
SELECT outcome,
       count(*) FILTER (date = DATE '2024-12-09') AS night_1,
       count(*) FILTER (date = DATE '2024-12-10') AS night_2,
       array_to_string(list_sort(list(DISTINCT source)), ', ') AS sources
FROM fetches
WHERE role = 'page'
GROUP BY outcome
ORDER BY night_1 + night_2 DESC, outcome
""",
    ),
    Question(
        title="Which article was edited after it was published?",
        meaning="Both headlines are kept, with the time the page states and the time it was received.",
        sql="""
SELECT source, version, title, published_at, modified_at, fetched_at
FROM article_versions
WHERE article_id IN (SELECT article_id FROM article_versions WHERE version > 1)
ORDER BY article_id, version
""",
    ),
    Question(
        title="Which tweets do Arabic articles show, and where in the text?",
        meaning="A tweet's time comes from its id; block is how many blocks of the text come before it.",
        sql="""
SELECT a.source, left(a.title, 40) AS article, e.embed_kind, t.author_handle, t.created_at, t.availability,
       left(t.text, 60) AS tweet,
       e.paragraph || ' of ' || (SELECT count(*) FROM article_paragraphs WHERE page_id = a.page_id) AS block
FROM articles a
JOIN article_tweets e USING (page_id)
JOIN tweets t USING (tweet_key)
WHERE a.language = 'ar'
ORDER BY a.source, a.published_at, e.ord
""",
    ),
    Question(
        title="Which outlets print the same story?",
        meaning="Pairs that share two fifths of their runs of four words: an agency's report, edited.",
        sql="""
WITH words AS (
  SELECT article_id, regexp_extract_all(text, '[\\p{L}\\p{N}]+') AS word FROM articles
), shingles AS (
  SELECT DISTINCT article_id, array_to_string(word[i:i + 3], ' ') AS shingle
  FROM words, unnest(range(1, len(word) - 2)) AS run(i)
), sizes AS (
  SELECT article_id, count(*) AS size FROM shingles GROUP BY article_id
), pairs AS (
  SELECT a.article_id AS one, b.article_id AS other, count(*) AS shared
  FROM shingles a JOIN shingles b ON a.shingle = b.shingle AND a.article_id < b.article_id
  GROUP BY ALL
)
SELECT round(shared / least(s.size, r.size), 2) AS shared, a.source, b.source AS also_in,
       a.title AS title, b.title AS also_titled
FROM pairs
JOIN articles a ON a.article_id = one JOIN articles b ON b.article_id = other
JOIN sizes s ON s.article_id = one JOIN sizes r ON r.article_id = other
WHERE shared >= 0.4 * least(s.size, r.size)
ORDER BY 1 DESC, 2, 3
""",
    ),
    Question(
        title="In which languages, and by how many people?",
        meaning="Language is detected from the text; authors are the different names in bylines.",
        sql="""
SELECT language, count(*) AS articles, count(DISTINCT host) AS outlets,
       (SELECT count(DISTINCT author) FROM (SELECT unnest(authors) AS author, language AS l FROM articles)
        WHERE l = a.language) AS authors,
       sum(word_count) AS words, min(published_at) AS earliest, max(published_at) AS latest
FROM articles a
GROUP BY language
ORDER BY articles DESC, language
""",
    ),
    Question(
        title="How do we know? From a row back to the bytes",
        meaning="For each charset one article: the bytes received, their hash, and what named the charset.",
        sql="""
SELECT v.charset, v.charset_source, p.charset AS header_said, a.source, left(a.title, 40) AS article,
       octet_length(p.body) AS bytes, left(p.body_sha256, 12) AS sha256, p.fetched_at, p.url
FROM articles a
JOIN pages p USING (page_id)
JOIN verdicts v USING (page_id)
QUALIFY row_number() OVER (
  PARTITION BY v.charset, v.charset_source, p.charset ORDER BY a.source, a.published_at
) = 1
ORDER BY v.charset, v.charset_source, a.source
""",
    ),
    Question(
        title="Which pages were not articles, and why?",
        meaning="They are kept as received and judged, not dropped.",
        sql="""
SELECT source, verdict, reason, url
FROM verdicts
WHERE verdict <> 'article'
ORDER BY source, url
""",
    ),
    Question(
        title="Do the books balance?",
        meaning="Addresses equal outcomes; pages equal articles, pages that are none, and quarantined ones.",
        sql="""
SELECT date, source, discovered, stored, duplicate, not_modified, robots_denied, failed,
       pages, articles, not_articles, quarantined, balanced
FROM books
ORDER BY date, source
""",
    ),
)
