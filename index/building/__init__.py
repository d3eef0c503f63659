"""A new generation: staged, encoded, published under a lock."""
