"""Pure functions from what is known to HTML."""
