-- What must hold in the whole warehouse. Each statement returns the rows that contradict it.
-- raw: the tables as published. What a page or a tweet is forgotten for may still stand in the tables until maintain.

-- name: every page has one verdict
SELECT page_id FROM (SELECT page_id FROM raw.pages) p FULL JOIN (SELECT page_id FROM raw.verdicts) v USING (page_id)
WHERE p.page_id IS NULL OR v.page_id IS NULL;

-- name: every verdict of an article has one
SELECT page_id FROM (SELECT page_id FROM raw.verdicts WHERE verdict = 'article') v
FULL JOIN (SELECT page_id FROM raw.articles) a USING (page_id) WHERE v.page_id IS NULL OR a.page_id IS NULL;

-- name: the parts of an article have their article
SELECT part, page_id FROM (
  SELECT DISTINCT 'article_paragraphs' AS part, page_id FROM raw.article_paragraphs
  UNION ALL SELECT DISTINCT 'article_links', page_id FROM raw.article_links
  UNION ALL SELECT DISTINCT 'article_images', page_id FROM raw.article_images
  UNION ALL SELECT DISTINCT 'article_tweets', page_id FROM raw.article_tweets
  UNION ALL SELECT DISTINCT 'article_embeds', page_id FROM raw.article_embeds
) ANTI JOIN raw.articles a USING (page_id);

-- name: the tweets of an article are there
SELECT page_id, tweet_key FROM raw.article_tweets ANTI JOIN raw.tweets t USING (page_id, tweet_key);

-- name: the parts of a tweet have their tweet
SELECT part, page_id, tweet_key FROM (
  SELECT DISTINCT 'tweet_counts' AS part, page_id, tweet_key FROM raw.tweet_counts
  UNION ALL SELECT DISTINCT 'tweet_entities', page_id, tweet_key FROM raw.tweet_entities
  UNION ALL SELECT DISTINCT 'tweet_media', page_id, tweet_key FROM raw.tweet_media
) ANTI JOIN raw.tweets t USING (page_id, tweet_key);

-- name: tweets, accounts and faults have their page
SELECT part, page_id FROM (
  SELECT DISTINCT 'tweets' AS part, page_id FROM raw.tweets
  UNION ALL SELECT DISTINCT 'tweet_authors', page_id FROM raw.tweet_authors
  UNION ALL SELECT DISTINCT 'payload_faults', page_id FROM raw.payload_faults
) ANTI JOIN (SELECT page_id FROM raw.pages) p USING (page_id);

-- name: what is superseded is there, and what took its place
SELECT s.page_id, s.superseded_by FROM raw.superseded s
LEFT JOIN (SELECT page_id FROM raw.articles) a ON a.page_id = s.page_id
LEFT JOIN (SELECT page_id FROM raw.articles) b ON b.page_id = s.superseded_by
WHERE a.page_id IS NULL OR b.page_id IS NULL;

-- name: an article has one current version
SELECT a.article_id, count(*) FILTER (s.page_id IS NULL) AS current_versions
FROM (SELECT page_id, article_id FROM raw.articles) a
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = a.page_id
LEFT JOIN raw.superseded s ON s.page_id = a.page_id
GROUP BY a.article_id HAVING count(*) FILTER (s.page_id IS NULL) <> 1;

-- name: every run of a row is on record
SELECT part, run_id FROM (
  SELECT DISTINCT 'pages' AS part, run_id FROM raw.pages
  UNION ALL SELECT DISTINCT 'fetches', run_id FROM raw.fetches
  UNION ALL SELECT DISTINCT 'articles', run_id FROM raw.articles
  UNION ALL SELECT DISTINCT 'tweets', run_id FROM raw.tweets
) ANTI JOIN (SELECT run_id FROM raw.runs WHERE state = 'completed') r USING (run_id);
