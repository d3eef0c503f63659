"""Tests of the parts of `tests.bench.training` that need no torch."""
