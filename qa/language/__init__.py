"""English: words, phrases, dates, quantities, quotations."""
