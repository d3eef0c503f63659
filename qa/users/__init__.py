"""Who may log in, and how often."""
