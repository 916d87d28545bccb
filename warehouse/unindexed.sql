-- The texts of which no word is looked up yet: those of imports, and of nights before there was search.

-- name: texts
WITH done AS (SELECT DISTINCT page_id FROM raw.words)
SELECT page_id, NULL AS tweet_key, date, title, text FROM raw.articles ANTI JOIN done USING (page_id)
UNION ALL
SELECT page_id, tweet_key, date, NULL, text FROM raw.tweets ANTI JOIN done USING (page_id) WHERE text IS NOT NULL;
