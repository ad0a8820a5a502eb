"""Control-list editions, their entries and lines, search and citations."""
