"""What past forecasts of this market teach, asked for once by every page that shows any."""

from analytics.market import MarketFacts
from models.forecast.ahead import Lessons, lessons
from pages.components.resources import ask, ask_market, fewest_shops


def market_lessons(facts: MarketFacts, currency: str) -> Lessons:
    """What the market's past forecasts teach; where it has too few shops, the viewer's own."""
    taught = ask_market(lessons, facts.last_day, currency, fewest_shops())
    return ask(lessons, facts.last_day, currency) if taught.missing else taught
