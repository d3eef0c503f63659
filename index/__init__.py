"""Building: articles in, an index on disk out. Knows nothing of questions."""
