"""What shoppers and creators turn to: over months, right now, and next."""
