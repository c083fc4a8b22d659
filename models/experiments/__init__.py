"""Randomised tests of collaborations: planned on a market's past, drawn, and read out."""
