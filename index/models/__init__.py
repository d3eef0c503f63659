"""The encoders: which model, where its files are, and how it is run."""
