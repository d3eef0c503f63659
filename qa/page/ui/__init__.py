"""The components of the page and their events; the only folder that knows the web framework."""
