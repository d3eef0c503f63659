"""Articles from the web: where may be connected to, what is taken, what is found in it."""
