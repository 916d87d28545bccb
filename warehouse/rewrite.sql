-- What a file must be looked at for, beside the keys in forgotten.

-- name: payloads
-- The payloads that hold a forgotten tweet or account.
SELECT page_id FROM (
  SELECT page_id FROM raw.tweets SEMI JOIN (FROM raw.forgotten WHERE kind = 'tweet') f ON f.value = tweet_key
  UNION SELECT page_id FROM raw.tweet_authors SEMI JOIN (FROM raw.forgotten WHERE kind = 'author') f ON f.value = author_id
  UNION SELECT page_id FROM raw.tweet_authors SEMI JOIN (FROM raw.forgotten WHERE kind = 'handle') f ON f.value = lower(handle)
) SEMI JOIN (SELECT page_id FROM raw.pages WHERE list_contains($kinds, discovered_via)) p USING (page_id)
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = page_id;

-- name: unread
-- The payloads that could not be read as a whole: what is forgotten may be in them without a row that says so.
SELECT page_id, bool_or(broken) AS broken FROM (
  SELECT page_id, false AS broken FROM raw.payload_faults
  WHERE fault IN ('not_json', 'not_a_tweet', 'too_long', 'too_many')
  UNION ALL SELECT page_id, true FROM raw.verdicts WHERE verdict = 'quarantined'
) SEMI JOIN (SELECT page_id FROM raw.pages WHERE list_contains($kinds, discovered_via)) p USING (page_id)
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = page_id
GROUP BY page_id;

-- name: addresses
-- The addresses that led to forgotten pages.
SELECT DISTINCT url FROM raw.pages SEMI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = page_id;
