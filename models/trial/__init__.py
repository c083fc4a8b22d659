"""The trial of the method: markets whose truth is known, and how far estimates are from it."""
