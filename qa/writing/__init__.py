"""The answer in the articles' own words, every sentence cited."""
