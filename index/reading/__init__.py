"""Files of many formats to articles."""
