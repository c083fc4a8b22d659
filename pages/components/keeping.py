"""What people have made in the market on screen: shortlists, scenarios, views, tags, notes."""

from data.kept import Keeper
from data.store import Store
from pages.components.access import viewer
from pages.components.resources import market


def keeper() -> Keeper:
    """The things of the viewer's scope; another scope's are out of reach."""
    return Keeper(Store.of(market() or ""), viewer().scope)
