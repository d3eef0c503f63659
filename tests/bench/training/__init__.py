"""Training of the reader: rows, batches, network, losses, measuring, and the file in the end."""
