-- What people query. A published table that is not named here is shown as it is.
-- The anti-joins read keys only, never text. All that must not be shown stands in forgotten by its key: a page,
-- a tweet, an account or a handle.

-- name: pages
-- One response kept, byte for byte.
SELECT p.* FROM raw.pages p ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = p.page_id;

-- name: fetches
-- One address in one run, and the one outcome it had.
SELECT f.* REPLACE (CASE WHEN u.value IS NULL THEN f.evidence END AS evidence)
FROM raw.fetches f LEFT JOIN (FROM raw.forgotten WHERE kind = 'url') u ON u.value = f.url;

-- name: verdicts
-- What became of one page in extraction.
SELECT v.* FROM raw.verdicts v ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = v.page_id;

-- name: payload_faults
-- One part of a payload that could not be read; the rest of it was.
SELECT p.* REPLACE (CASE WHEN h.page_id IS NULL THEN p.detail ELSE 'forgotten' END AS detail)
FROM raw.payload_faults p ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = p.page_id
LEFT JOIN (
  SELECT DISTINCT page_id FROM raw.tweets SEMI JOIN (FROM raw.forgotten WHERE kind = 'tweet') g ON g.value = tweet_key
) h ON h.page_id = p.page_id;

-- name: articles
-- One article as it stands now: its newest version.
-- column version: number of this version, from 1; pages that repeat the version before them do not count
-- column versions: versions of the article, repeats not counted
SELECT a.*, 1 + coalesce(o.older, 0) AS version, 1 + coalesce(o.older, 0) AS versions
FROM raw.articles a
ANTI JOIN raw.superseded s ON s.page_id = a.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = a.page_id
LEFT JOIN ( -- by the page that took the place of the last one: article_id need not be read
  SELECT superseded_by AS page_id, older
  FROM (SELECT superseded_by, count(*) OVER (PARTITION BY article_id) AS older FROM raw.superseded WHERE reason = 'newer') n
  ANTI JOIN (FROM raw.superseded WHERE reason = 'newer') m ON m.page_id = n.superseded_by
) o ON o.page_id = a.page_id;

-- name: article_versions
-- One version of one article; pages that repeat the version before them, or show it at another address, are left out.
-- column version: number of this version, from 1
-- column versions: versions of the article
-- column current: whether it is the newest version
WITH older AS (
  SELECT s.page_id, row_number() OVER (PARTITION BY s.article_id ORDER BY a.fetched_at, a.page_id) AS version
  FROM raw.superseded s JOIN raw.articles a ON a.page_id = s.page_id
  WHERE s.reason = 'newer'
), counted AS (
  SELECT article_id, count(*) AS older FROM raw.superseded WHERE reason = 'newer' GROUP BY article_id
)
SELECT a.*, coalesce(o.version, 1 + coalesce(c.older, 0)) AS version, 1 + coalesce(c.older, 0) AS versions,
       o.version IS NULL AS current
FROM raw.articles a
ANTI JOIN (SELECT page_id FROM raw.superseded WHERE reason IN ('repeat', 'alias')) r ON r.page_id = a.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = a.page_id
LEFT JOIN older o ON o.page_id = a.page_id
LEFT JOIN counted c ON c.article_id = a.article_id;

-- name: article_paragraphs
-- One block of the text of an article's newest version.
SELECT c.* FROM raw.article_paragraphs c ANTI JOIN raw.superseded s ON s.page_id = c.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = c.page_id;

-- name: article_links
-- One link in the body of an article's newest version.
SELECT c.* FROM raw.article_links c ANTI JOIN raw.superseded s ON s.page_id = c.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = c.page_id;

-- name: article_images
-- One picture in the body of an article's newest version.
SELECT c.* FROM raw.article_images c ANTI JOIN raw.superseded s ON s.page_id = c.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = c.page_id;

-- name: article_tweets
-- One tweet shown in the newest version of one article.
SELECT c.* FROM raw.article_tweets c ANTI JOIN raw.superseded s ON s.page_id = c.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = c.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'tweet') g ON g.value = c.tweet_key;

-- name: article_embeds
-- One post of another platform shown in the newest version of one article.
SELECT c.* FROM raw.article_embeds c ANTI JOIN raw.superseded s ON s.page_id = c.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = c.page_id;

-- name: tweet_copies
-- One copy of one tweet, as one page, answer or file showed it.
-- column rank: orders the copies of one tweet: completeness, then the time, then a part of page_id's hash
SELECT t.*, (t.completeness << 56) | (epoch_ms(t.observed_at) << 15) | (hash(t.page_id) & 32767)::BIGINT AS rank
FROM raw.tweets t
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = t.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'tweet') g ON g.value = t.tweet_key;

-- name: tweets
-- One tweet as best known: each column from the most complete of its copies that says it, of equals the newest.
-- column availability: what X said last, else the newest copy that says it, else unknown
-- column asked_for: whether a copy was asked for itself, not only quoted or answered by another
-- column copies: copies of it
-- column first_observed_at: when its first copy was received
WITH copies AS (
  SELECT * REPLACE (
    nullif(edit_ids, []) AS edit_ids, nullif(withheld_countries, []) AS withheld_countries,
    nullif(availability, 'unknown') AS availability,
    CASE WHEN text IS NOT NULL THEN coalesce(text_truncated, false) END AS text_truncated
  ), -- parts of one file have one time: that the tweet is gone is then told after it
  ((source_kind IN ('api_v2', 'api_v1', 'syndication', 'oembed'))::BIGINT << 56)
    | (epoch_ms(observed_at) << 1) | (availability <> 'available')::BIGINT AS heard
  FROM tweet_copies
)
SELECT tweet_key, arg_max(COLUMNS(* EXCLUDE (tweet_key, availability, availability_reason, asked_for, rank, heard)), rank),
       coalesce(arg_max(availability, heard), 'unknown') AS availability,
       arg_max_null(availability_reason, heard) FILTER (availability IS NOT NULL) AS availability_reason,
       bool_or(asked_for) AS asked_for, count(*) AS copies, min(observed_at) AS first_observed_at
FROM copies GROUP BY tweet_key;

-- name: tweet_authors
-- One look at one account.
SELECT a.* FROM raw.tweet_authors a
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = a.page_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'author') i ON i.value = a.author_id
ANTI JOIN (FROM raw.forgotten WHERE kind = 'handle') h ON h.value = lower(a.handle);

-- name: tweet_counts
-- One look at the counts of one tweet.
SELECT c.* FROM raw.tweet_counts c SEMI JOIN tweet_copies t USING (tweet_key, page_id);

-- name: tweet_entities
-- One hashtag, cashtag, mention, link, named entity or topic of the best copy of one tweet that has any.
WITH best AS (
  SELECT tweet_key, arg_max(page_id, rank) AS page_id
  FROM tweet_copies SEMI JOIN raw.tweet_entities USING (tweet_key, page_id) GROUP BY tweet_key
)
SELECT e.* FROM raw.tweet_entities e SEMI JOIN best USING (tweet_key, page_id);

-- name: tweet_media
-- One picture, video or animation of the best copy of one tweet that has any.
WITH best AS (
  SELECT tweet_key, arg_max(page_id, rank) AS page_id
  FROM tweet_copies SEMI JOIN raw.tweet_media USING (tweet_key, page_id) GROUP BY tweet_key
)
SELECT m.* FROM raw.tweet_media m SEMI JOIN best USING (tweet_key, page_id);

-- name: coverage
-- How complete each day of each source is: every day it was asked for, and every night between its nights.
-- column discovered: different addresses asked for it that day, over all runs
-- column known: addresses it named that were kept already and not due for another look, in the day's best run
-- column stored: of these, the ones whose page was kept
-- column unchanged: of these, the ones already kept before, or asked through another source
-- column put_off: of these, the ones that are asked again another night
-- column forgotten: of these, the ones that must not be kept (isnad forget)
-- column failed: of these, the ones that brought nothing
-- column articles: different articles in the pages kept
-- column expected_min: new articles a night it is expected to bring at least
-- column listings_failed: feeds, sitemaps, lists and archives that could not be read, in the day's best run
-- column state: complete; partial: a listing failed, addresses are put off, or fewer new articles than expected; missing: nothing came
WITH addresses AS (
  SELECT date, source, address_id, bool_or(outcome = 'stored') AS stored,
         bool_or(outcome IN ('duplicate', 'not_modified')) AS unchanged,
         bool_or(outcome = 'forgotten') AS forgotten,
         bool_and(retry_at IS NOT NULL) AS put_off
  FROM raw.fetches WHERE role = 'page' GROUP BY ALL
), fetched AS (
  SELECT date, source, count(*) AS discovered, count(*) FILTER (stored) AS stored,
         count(*) FILTER (unchanged AND NOT stored) AS unchanged,
         count(*) FILTER (put_off) AS put_off,
         count(*) FILTER (forgotten AND NOT unchanged AND NOT stored) AS forgotten,
         count(*) FILTER (NOT unchanged AND NOT stored AND NOT put_off AND NOT forgotten) AS failed
  FROM addresses GROUP BY ALL
), written AS (
  SELECT date, source, count(DISTINCT article_id) AS articles
  FROM raw.verdicts WHERE verdict = 'article' GROUP BY ALL
), declared AS (
  SELECT date, source, max(expected_min) AS expected_min, min(listings_failed) AS listings_failed,
         coalesce(max(known), 0) AS known
  FROM raw.source_runs GROUP BY ALL
), asked AS (
  SELECT date, unnest(sources) AS source, flow FROM raw.runs
), nights AS (
  SELECT source, unnest(range(min(date), max(date) + INTERVAL 1 DAY, INTERVAL 1 DAY))::DATE AS date
  FROM asked WHERE flow = 'nightly' GROUP BY source
), days AS (
  SELECT date, source FROM asked
  UNION SELECT date, source FROM nights
  UNION SELECT date, source FROM declared
), joined AS (
  SELECT date, source, coalesce(known, 0) AS known, coalesce(discovered, 0) AS discovered,
         coalesce(stored, 0) AS stored, coalesce(unchanged, 0) AS unchanged, coalesce(put_off, 0) AS put_off,
         coalesce(forgotten, 0) AS forgotten, coalesce(failed, 0) AS failed,
         coalesce(articles, 0) AS articles, expected_min, listings_failed
  FROM days LEFT JOIN declared USING (date, source) LEFT JOIN fetched USING (date, source)
  LEFT JOIN written USING (date, source)
)
SELECT *, CASE
    WHEN listings_failed IS NULL THEN 'missing'
    WHEN known + stored + unchanged + forgotten = 0 AND (discovered > 0 OR listings_failed > 0 OR expected_min > 0) THEN 'missing'
    WHEN listings_failed > 0 OR put_off > 0 OR articles + forgotten < expected_min THEN 'partial'
    ELSE 'complete' END AS state
FROM joined;

-- name: books
-- The account of one source in one run: every address has one outcome, every page one verdict.
-- column named: different addresses its listings named
-- column known: of these, kept already and not due for another look
-- column left_out: of the named and the resumed, those beyond max_addresses
-- column resumed: addresses put off by earlier nights
-- column revisited: articles of earlier nights looked at again
-- column discovered: addresses to ask: named - known - left_out + resumed + revisited
-- column stored: pages that were kept
-- column duplicate: the same bytes as the page already kept, or asked through another source
-- column not_modified: the site says nothing changed
-- column robots_denied: the site's robots.txt forbids it
-- column put_off: asked again another night: the host rests, did not answer, or answered 429 or 5xx
-- column forgotten: it must not be kept (isnad forget): not asked, or taken out of the files
-- column failed: every other outcome; see fetches
-- column pages: rows of pages
-- column articles: pages that are articles
-- column payloads: answers and parts of files that hold tweets
-- column not_articles: pages that are not
-- column quarantined: pages whose extraction broke
-- column balanced: named and discovered agree, discovered = sum of the outcomes, stored = pages = articles + payloads + not_articles + quarantined
WITH outcomes AS (
  SELECT run_id, source, count(*) AS asked,
         count(*) FILTER (outcome = 'stored') AS stored,
         count(*) FILTER (outcome = 'duplicate') AS duplicate,
         count(*) FILTER (outcome = 'not_modified') AS not_modified,
         count(*) FILTER (outcome = 'robots_denied' AND retry_at IS NULL) AS robots_denied,
         count(*) FILTER (outcome = 'forgotten') AS forgotten,
         count(*) FILTER (retry_at IS NOT NULL) AS put_off
  FROM raw.fetches WHERE role = 'page' GROUP BY ALL
), kept AS (
  SELECT run_id, source, count(*) AS pages FROM raw.pages GROUP BY ALL
), judged AS (
  SELECT run_id, source, count(*) FILTER (verdict = 'article') AS articles,
         count(*) FILTER (verdict = 'payload') AS payloads,
         count(*) FILTER (verdict = 'not_article') AS not_articles,
         count(*) FILTER (verdict = 'quarantined') AS quarantined
  FROM raw.verdicts GROUP BY ALL
), joined AS (
  SELECT run_id, date, source, named, known, left_out, resumed, revisited, discovered,
         coalesce(asked, 0) AS asked, coalesce(put_off, 0) AS put_off, coalesce(forgotten, 0) AS forgotten,
         coalesce(stored, 0) AS stored, coalesce(duplicate, 0) AS duplicate, coalesce(not_modified, 0) AS not_modified,
         coalesce(robots_denied, 0) AS robots_denied, coalesce(pages, 0) AS pages,
         coalesce(articles, 0) AS articles, coalesce(payloads, 0) AS payloads, coalesce(not_articles, 0) AS not_articles,
         coalesce(quarantined, 0) AS quarantined
  FROM raw.source_runs LEFT JOIN outcomes USING (run_id, source)
  LEFT JOIN kept USING (run_id, source) LEFT JOIN judged USING (run_id, source)
)
SELECT run_id, date, source, named, known, left_out, resumed, revisited, discovered,
       stored, duplicate, not_modified, robots_denied, put_off, forgotten,
       asked - stored - duplicate - not_modified - robots_denied - put_off - forgotten AS failed,
       pages, articles, payloads, not_articles, quarantined,
       coalesce(discovered = named - known - left_out + resumed + revisited, true) AND discovered = asked AND stored = pages AND pages = articles + payloads + not_articles + quarantined AS balanced
FROM joined;
