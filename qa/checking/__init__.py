"""Whether a passage carries a sentence that a model wrote."""
