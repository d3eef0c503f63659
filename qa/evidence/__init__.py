"""What was found, judged: which sentences, how sure, where they differ."""
