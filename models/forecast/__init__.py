"""What a product or shop would sell in the next weeks if nothing changed, by past forecasts."""
