"""A question understood: checked, made to stand alone, its periods and sources named."""
