"""Files of tweets cut into parts, a part at a time in memory."""
