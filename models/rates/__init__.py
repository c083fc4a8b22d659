"""Chances of what happens after an impression: of a click, of an order."""
