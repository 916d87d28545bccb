-- What a file must be looked at for, beside the keys in forgotten.

-- name: payloads
-- The payloads that hold a forgotten tweet or account.
SELECT page_id FROM (
  SELECT page_id FROM raw.tweets SEMI JOIN (FROM raw.forgotten WHERE kind = 'tweet') f ON f.value = tweet_key
  UNION SELECT page_id FROM raw.tweet_authors SEMI JOIN (FROM raw.forgotten WHERE kind = 'author') f ON f.value = author_id
  UNION SELECT page_id FROM raw.tweet_authors SEMI JOIN (FROM raw.forgotten WHERE kind = 'handle') f ON f.value = lower(handle)
) SEMI JOIN (SELECT page_id FROM raw.pages WHERE list_contains($kinds, discovered_via)) p USING (page_id)
ANTI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = page_id;

-- name: addresses
-- The addresses that led to forgotten pages.
SELECT DISTINCT url FROM raw.pages SEMI JOIN (FROM raw.forgotten WHERE kind = 'page') f ON f.value = page_id;
