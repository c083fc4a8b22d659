"""What collaborations added to their products, from a daily panel of products."""
