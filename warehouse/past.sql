-- What earlier runs leave to the next one. Every statement is given what it asks for by name.

-- name: looks
-- When each of these addresses was first and last brought, by the day collected for and by the clock. A
-- duplicate without a page only says that another source had named the address.
SELECT url, min(date) AS first_on, max(date) AS last_on, max(fetched_at) AS last_at
FROM raw.fetches SEMI JOIN (SELECT unnest($urls) AS url) w USING (url)
WHERE role = 'page' AND page_id IS NOT NULL AND outcome IN ('stored', 'duplicate', 'not_modified')
GROUP BY url;

-- name: put off
-- The addresses of these sources whose last outcome was to be asked again, and on fewer nights than too many.
WITH asked AS (
  SELECT source, url, via, listing_url, evidence, retry_at, fetched_at, date,
         count(DISTINCT date) FILTER (retry_at IS NOT NULL) OVER (PARTITION BY source, url) AS nights
  FROM raw.fetches
  WHERE role = 'page' AND via <> 'warc' AND date BETWEEN $since AND $day AND list_contains($sources, source)
  QUALIFY row_number() OVER (PARTITION BY source, url ORDER BY fetched_at DESC) = 1
), brought AS (
  SELECT url, max(fetched_at) AS brought_at FROM raw.fetches
  WHERE role = 'page' AND page_id IS NOT NULL AND outcome IN ('stored', 'duplicate', 'not_modified')
    AND date BETWEEN $since AND $day
  GROUP BY url
)
SELECT source, url, via, listing_url, evidence
FROM asked LEFT JOIN brought USING (url)
WHERE retry_at IS NOT NULL AND date >= $recent AND nights < $nights AND (brought_at IS NULL OR brought_at < fetched_at)
ORDER BY source, fetched_at, url;

-- name: kept articles
-- The articles of these sources that were fetched in the last days, each address once, with its looks.
WITH recent AS (
  SELECT page_id, source, url, discovered_via AS via, listing_url, evidence
  FROM raw.pages
  WHERE discovered_via <> 'warc' AND date BETWEEN $since AND $day AND list_contains($sources, source)
  QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC, page_id) = 1
), looks AS (
  SELECT url, min(date) AS first_on, max(date) AS last_on
  FROM raw.fetches SEMI JOIN recent USING (url)
  WHERE role = 'page' AND page_id IS NOT NULL AND outcome IN ('stored', 'duplicate', 'not_modified')
  GROUP BY url
)
SELECT source, url, via, listing_url, evidence, first_on, last_on
FROM recent JOIN looks USING (url)
SEMI JOIN (SELECT page_id FROM raw.articles) a USING (page_id)
ORDER BY source, url;

-- name: listings
-- The validators of the listings of these sources as they were last read in full, and when that was. One that
-- could not be taken whole has none, nor has an index: what it names may have changed though it did not.
SELECT source, url, etag, last_modified, fetched_at AS read_at FROM (
  SELECT source, url, via, named, etag, last_modified, fetched_at, error
  FROM raw.fetches
  WHERE role = 'listing' AND outcome = 'read' AND date >= $since AND list_contains($sources, source)
  QUALIFY row_number() OVER (PARTITION BY source, url ORDER BY fetched_at DESC) = 1
) WHERE error IS NULL AND named > 0 AND fetched_at > $read_after;

-- name: robots
-- The newest look at each robots.txt since then.
FROM raw.robots WHERE fetched_at > $since
QUALIFY row_number() OVER (PARTITION BY origin ORDER BY fetched_at DESC) = 1;

-- name: resting hosts
-- The hosts that want to be asked later than now.
SELECT retry_host AS host, max(retry_at) AS retry_at FROM raw.fetches
WHERE retry_at > $now AND fetched_at >= $since GROUP BY retry_host;

-- name: asked hosts
-- When each host had its last answer, of those asked a short while ago.
SELECT host, max(fetched_at) AS asked_at FROM (
  SELECT host, fetched_at FROM raw.fetches WHERE attempts > 0 AND fetched_at >= $since
  UNION ALL SELECT host, fetched_at FROM raw.robots WHERE fetched_at >= $since
) GROUP BY host;
