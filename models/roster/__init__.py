"""Which creators to take for which products under a budget."""
