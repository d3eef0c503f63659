"""Questions to offer: made from articles, and asked before they are shown."""
