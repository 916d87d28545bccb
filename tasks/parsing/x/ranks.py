"""Completeness: the rank of each form among the copies of one tweet; the higher one's word counts.

The order is that of what a form can say: X's own full records, then what it shows to guests, then what a page
copied, then what was found in running text.
"""

API_V2 = 70
CSV = 68  # twarc's table of API v2 records
API_V1 = 65
ARCHIVE = 60
SYNDICATION = 50
OEMBED = 32
EMBED = 30
TRUNCATED = 25  # any form whose text is cut off: a page's whole text is better
FLATTENED = 20
ADDRESS_ONLY = 10
UNAVAILABLE = 5  # says only that the tweet is not to be had
