"""What pages are made of: who is looking, data at hand, filters, figures, charts, tables."""
