"""Exports as a marketplace would write them, of a market's own rows, with every known trap."""
