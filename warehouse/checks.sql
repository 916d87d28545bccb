-- What a run's rows must not contradict. Each statement returns the rows that do; one such row stops the commit.
-- new: the run's own rows. raw: what the tables would hold after the commit. base: what they hold now.
-- That every key is unique is checked too, from the keys in schema.py.

-- name: every discovered address has one outcome
SELECT source, r.discovered, coalesce(f.asked, 0) AS outcomes
FROM new.source_runs r
FULL JOIN (SELECT source, count(*) AS asked FROM new.fetches WHERE role = 'page' GROUP BY source) f USING (source)
WHERE r.discovered IS DISTINCT FROM coalesce(f.asked, 0);

-- name: what is asked follows from what was named
SELECT source, named, known, left_out, resumed, revisited, discovered FROM new.source_runs
WHERE discovered <> named - known - left_out + resumed + revisited;

-- name: stored means one page
SELECT source, url, page_id, f.outcome, p.body_sha256
FROM (SELECT * FROM new.fetches WHERE role = 'page' AND outcome = 'stored') f
FULL JOIN (SELECT page_id, source, url, body_sha256 FROM new.pages) p USING (source, url, page_id)
WHERE f.outcome IS NULL OR p.body_sha256 IS NULL;

-- name: a page is stored once
SELECT page_id, count(*) AS times FROM new.fetches
WHERE role = 'page' AND outcome = 'stored' GROUP BY page_id HAVING count(*) > 1;

-- name: every page has a verdict
SELECT page_id, source, url FROM (SELECT page_id, source, url FROM new.pages) p
ANTI JOIN new.verdicts v USING (page_id);

-- name: every verdict has a page
SELECT page_id, source, url, verdict FROM new.verdicts
ANTI JOIN (SELECT page_id, source, url FROM raw.pages) p USING (page_id, source, url);

-- name: the verdict is article exactly where there is an article
SELECT page_id, v.article_id, a.article_id AS article_row
FROM (SELECT page_id, article_id FROM new.verdicts WHERE verdict = 'article') v
FULL JOIN (SELECT page_id, article_id FROM new.articles) a USING (page_id)
WHERE v.article_id IS DISTINCT FROM a.article_id;

-- name: the parts of an article have their article
SELECT part, page_id, article_id FROM (
  SELECT 'article_paragraphs' AS part, page_id, article_id FROM new.article_paragraphs
  UNION ALL SELECT 'article_links', page_id, article_id FROM new.article_links
  UNION ALL SELECT 'article_images', page_id, article_id FROM new.article_images
  UNION ALL SELECT 'article_tweets', page_id, article_id FROM new.article_tweets
  UNION ALL SELECT 'article_embeds', page_id, article_id FROM new.article_embeds
) ANTI JOIN (SELECT page_id, article_id FROM new.articles) a USING (page_id, article_id);

-- name: the tweets of an article are there
SELECT page_id, ord, tweet_key FROM new.article_tweets ANTI JOIN new.tweets t USING (page_id, tweet_key);

-- name: every tweet has a page
SELECT page_id, tweet_key FROM new.tweets ANTI JOIN (SELECT page_id FROM raw.pages) p USING (page_id);

-- name: the parts of a tweet have their tweet
SELECT part, page_id, tweet_key FROM (
  SELECT 'tweet_counts' AS part, page_id, tweet_key FROM new.tweet_counts
  UNION ALL SELECT 'tweet_entities', page_id, tweet_key FROM new.tweet_entities
  UNION ALL SELECT 'tweet_media', page_id, tweet_key FROM new.tweet_media
) ANTI JOIN (SELECT page_id, tweet_key FROM new.tweets) t USING (page_id, tweet_key);

-- name: entities lie inside the text
SELECT tweet_key, page_id, ord, e.start, e.end, length(t.text) AS length
FROM new.tweet_entities e JOIN (SELECT tweet_key, page_id, text FROM new.tweets) t USING (tweet_key, page_id)
WHERE e.start < 0 OR e.end < e.start OR e.end > length(t.text);

-- name: every fault and every read has its page
SELECT page_id, part FROM (
  SELECT page_id, 'payload_faults' AS part FROM new.payload_faults UNION ALL SELECT page_id, 'x_reads' FROM new.x_reads
) ANTI JOIN (SELECT page_id FROM new.pages) p USING (page_id);

-- name: every word that is looked up has its text
WITH days AS (SELECT DISTINCT date FROM new.words)
SELECT page_id, tweet_key, word FROM new.words ANTI JOIN (
  SELECT page_id, '' AS tweet_key FROM raw.articles SEMI JOIN days USING (date)
  UNION ALL SELECT page_id, tweet_key FROM raw.tweets SEMI JOIN days USING (date)
) t ON t.page_id = words.page_id AND t.tweet_key = coalesce(words.tweet_key, '');

-- name: nothing is published after it was fetched
SELECT page_id, url, published_at, fetched_at, published_source FROM new.articles
WHERE epoch_us(published_at) > epoch_us(fetched_at) + 86400000000;

-- name: paragraphs lie inside the text
SELECT page_id, ord, p.start, p.end, length(a.text) AS length
FROM new.article_paragraphs p JOIN (SELECT page_id, text FROM new.articles) a USING (page_id)
WHERE p.start < 0 OR p.end <= p.start OR p.end > length(a.text);

-- name: tweets stand inside the text
SELECT page_id, ord, t.char_offset, length(a.text) AS length
FROM new.article_tweets t JOIN (SELECT page_id, text FROM new.articles) a USING (page_id)
WHERE t.char_offset < 0 OR t.char_offset > length(a.text)
   OR t.char_end < t.char_offset OR t.char_end > length(a.text);

-- name: an article has one current version
SELECT a.article_id, count(*) FILTER (s.page_id IS NULL) AS current_versions
FROM (SELECT page_id, article_id FROM raw.articles) a
SEMI JOIN (SELECT article_id FROM new.articles) n ON n.article_id = a.article_id
LEFT JOIN raw.superseded s ON s.page_id = a.page_id
GROUP BY a.article_id HAVING count(*) FILTER (s.page_id IS NULL) <> 1;
