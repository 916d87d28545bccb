-- What was read of the X API. Every statement is given what it asks for by name.

-- name: reads
-- All answers to questions of this source.
FROM raw.x_reads WHERE source = $source;

-- name: spent
-- What each answer since then cost.
SELECT page_id, reads FROM raw.x_reads WHERE asked_at >= $since;

-- name: paid
-- The tweets that answers brought since then.
SELECT DISTINCT tweet_id FROM raw.tweets
SEMI JOIN (SELECT page_id FROM raw.x_reads WHERE asked_at >= $since) r USING (page_id)
WHERE tweet_id IS NOT NULL AND availability IN ('available', 'withheld');

-- name: account
-- The id of the account that had this screen name last.
SELECT author_id FROM raw.tweet_authors
WHERE lower(handle) = $handle AND author_id IS NOT NULL ORDER BY observed_at DESC LIMIT 1;

-- name: known from pages
-- The tweets that are known only from pages or text, and that X said nothing of since then; the newest first.
SELECT tweet_id FROM tweets
ANTI JOIN (
  SELECT tweet_key FROM raw.tweets
  WHERE source_kind IN ('api_v2', 'syndication', 'oembed') AND observed_at >= $since
) l USING (tweet_key)
WHERE tweet_id IS NOT NULL AND completeness < $rank
ORDER BY first_observed_at DESC, tweet_id LIMIT $most;

-- name: had of X
-- The tweets whose content X gave and that it said nothing of since then; the longest unseen first.
SELECT tweet_id FROM tweet_copies
WHERE tweet_id IS NOT NULL
GROUP BY tweet_id HAVING max(completeness) >= $rank AND max(observed_at) FILTER (source_kind = 'api_v2' OR completeness >= $rank) < $since
ORDER BY max(observed_at), tweet_id LIMIT $most;

-- name: gone
-- The tweets that runs of this flow found to be gone in one of these ways, where nothing later says otherwise.
SELECT tweet_key, availability FROM tweets
SEMI JOIN (
  SELECT tweet_key FROM raw.tweets SEMI JOIN (SELECT run_id FROM raw.runs WHERE flow = $flow) r USING (run_id)
  WHERE list_contains($states, availability)
) f USING (tweet_key)
WHERE list_contains($states, availability) ORDER BY tweet_key;
