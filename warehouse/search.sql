-- The macros for searching, made in this order behind the views; fold and core are made from warehouse/folding.py.

-- name: asked_words
-- The words of a query, a row each: words in quotes, or parted by a sign, are one term, a phrase; what begins with
-- - is left out; what ends in * is the beginning of a word.
CREATE MACRO asked_words(asked) AS TABLE
WITH tokens AS (
  SELECT unnest(found) AS token, generate_subscripts(found, 1) AS term
  FROM (SELECT regexp_extract_all(translate(asked, '“”„«»', '"""""'), '-?"[^"]*"?[*]?|[^\s"]+') AS found)
), terms AS (
  SELECT term, starts_with(token, '-') AS excluded, regexp_matches(token, '[*]"?$') AS prefix,
         string_split(fold(token), ' ') AS listed
  FROM tokens WHERE fold(token) <> ''
)
SELECT term, excluded, len(listed) AS size, generate_subscripts(listed, 1) - 1 AS place, unnest(listed) AS word,
       prefix AND generate_subscripts(listed, 1) = len(listed) AS prefix
FROM terms;

-- name: found_words
-- Where the words of a query stand, a row for each term, text and first place. Before a term's first word may stand
-- what Arabic glues to words: مجلس finds والمجلس, and المجلس finds للمجلس.
CREATE MACRO found_words(asked) AS TABLE
WITH wanted AS (
  SELECT *, core(word) AS core FROM asked_words(asked)
), endings AS (
  SELECT *, word AS ending, CASE WHEN place = 0 THEN '@GLUE@' ELSE '' END AS glue FROM wanted WHERE NOT prefix
  UNION ALL SELECT *, 'لل' || word[3:], '[وف]?' FROM wanted WHERE NOT prefix AND place = 0 AND starts_with(word, 'ال')
), places AS (
  SELECT term, excluded, size, place, page_id, tweet_key, date, text_words, unnest(positions) - place AS start
  FROM raw.words i JOIN endings e ON e.core = i.core
  WHERE ends_with(i.word, ending) AND regexp_full_match(left(i.word, length(i.word) - length(ending)), glue)
  UNION ALL
  SELECT term, excluded, size, place, page_id, tweet_key, date, text_words, unnest(positions) - place
  FROM raw.words i JOIN (FROM wanted WHERE prefix) p ON p.word[1] = i.word[1] AND starts_with(i.word, p.word)
)
SELECT term, excluded, size, page_id, tweet_key, any_value(date) AS date, any_value(text_words) AS text_words, start
FROM places GROUP BY term, excluded, size, page_id, tweet_key, start HAVING count(DISTINCT place) = any_value(size);

-- name: search
-- The articles and tweets that have all words of a query, the best first by score. Older versions of articles are
-- looked through too where with_old is true. The score is BM25 (Robertson and Zaragoza, The Probabilistic Relevance
-- Framework, 2009, with the never negative idf of Lucene's BM25Similarity): k1 1.2, b 0.75; for the mean length
-- stand 300 words of an article and 20 of a tweet, and rareness is counted apart for articles and tweets.
CREATE MACRO search(asked, with_old := false) AS TABLE
WITH hits AS MATERIALIZED (
  FROM found_words(asked)
), counted AS (
  SELECT term, page_id, tweet_key, any_value(date) AS date, any_value(text_words) AS text_words, count(*) AS times,
         flatten(list(range(start, start + size))) AS positions
  FROM hits WHERE NOT excluded GROUP BY term, page_id, tweet_key
), texts AS (
  SELECT (SELECT count(*) FROM raw.articles) AS articles, (SELECT count(*) FROM raw.tweets) AS tweets
), weighed AS (
  SELECT *, CASE WHEN tweet_key IS NULL THEN articles ELSE tweets END AS texts,
         count(*) OVER (PARTITION BY term, tweet_key IS NULL) AS having_it,
         text_words / CASE WHEN tweet_key IS NULL THEN 300 ELSE 20 END AS length
  FROM counted, texts
), matches AS (
  SELECT page_id, tweet_key, any_value(date) AS date, list_sort(list_distinct(flatten(list(positions)))) AS positions,
         sum(ln(1 + (texts - having_it + 0.5) / (having_it + 0.5)) * times * 2.2
             / (times + 1.2 * (0.25 + 0.75 * length))) AS score
  FROM weighed w
  ANTI JOIN (FROM hits WHERE excluded) x
    ON x.page_id = w.page_id AND coalesce(x.tweet_key, '') = coalesce(w.tweet_key, '')
  GROUP BY page_id, tweet_key
  HAVING count(*) = (SELECT count(DISTINCT term) FROM asked_words(asked) WHERE NOT excluded)
), copies AS (
  SELECT tweet_key, arg_max(page_id, rank) FILTER (text IS NOT NULL) AS page_id, arg_max(source, rank) AS source,
         arg_max(created_at, rank) AS created_at, arg_max(language, rank) AS language, arg_max(url, rank) AS url,
         arg_max(author_handle, rank) AS author
  FROM tweet_copies SEMI JOIN (FROM matches WHERE tweet_key IS NOT NULL) m USING (tweet_key) GROUP BY tweet_key
)
SELECT m.score, 'article' AS kind, a.source, a.published_at, a.language, a.title, a.url, a.authors[1] AS author,
       a.date, m.page_id, m.tweet_key, a.article_id, s.reason IS NULL AS current, m.positions
FROM raw.articles a JOIN (FROM matches WHERE tweet_key IS NULL) m ON m.page_id = a.page_id AND m.date = a.date
LEFT JOIN raw.superseded s ON s.page_id = a.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = a.page_id
WHERE s.reason IS NULL OR (with_old AND s.reason = 'newer')
UNION ALL
SELECT m.score, 'tweet', c.source, c.created_at, c.language, NULL, c.url, c.author,
       m.date, m.page_id, m.tweet_key, NULL, true, m.positions
FROM copies c JOIN matches m ON m.tweet_key = c.tweet_key AND m.page_id = c.page_id
ORDER BY score DESC, date DESC, page_id, tweet_key;
