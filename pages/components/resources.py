"""Data at hand: the chosen market's session, and answers kept per viewer and state of the data."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.owner import OWNER
from data.scope import Scope
from data.store import market_names
from data.warehouse import NotTakenUpError, Session, Warehouse, WarehouseLockedError
from pages.components.access import viewer

Answer = TypeVar("Answer")
FEWEST_SHOPS = 5
"""Shops that a figure about others must stand on, so that a merchant can tell none of them."""


def markets() -> list[str]:
    """Markets the viewer may choose, home first; a merchant has none but the own home."""
    home = os.environ.get("TANDEM_MARKET") or "demo"
    names = sorted(market_names(), key=lambda name: (name != home, name))
    return names if viewer().is_analyst else [name for name in names if name == home]


def market() -> str | None:
    """The market on screen: of the URL, else the one seen last, else the first; None if none is."""
    names = markets()
    wanted = (st.query_params.get("market"), st.session_state.get("market-seen"), *names)
    return next((name for name in wanted if name in names), None)


def session() -> Session:
    """A session on the chosen market within the viewer's scope; within a page's run alone."""
    if get_script_run_ctx(suppress_warning=True) is None:
        raise RuntimeError("no page is running here; take `session_later` while it does")
    name = market()
    if name is None and not viewer().is_analyst:
        st.info("Your market is not here. Whoever runs this app can load it or name another.")
        st.stop()
    if name is None:
        st.info("No market has been loaded yet. Run `make demo`, or load your own on **Data**.")
        st.stop()
    if OWNER.is_open(name):
        return _opened(name).session(viewer().scope)
    with st.spinner(f"Opening the market {name}: after a large load this takes a minute"):
        return _opened(name).session(viewer().scope)


def _opened(name: str) -> Warehouse:
    """The market's warehouse; where it cannot be opened, the page ends with why, and is drawn anew
    as soon as it can.
    """
    try:
        return OWNER.warehouse(name)
    except WarehouseLockedError:
        why = f"Another Tandem app has the market **{name}** open, and only one at a time may."
        st.error(f"{why} Use that app, or stop it: this page then opens.", icon=":material/lock:")
        st.stop()
    except NotTakenUpError:
        why = f"A load could not be taken up, so the market **{name}** cannot be opened."
        st.error(f"{why} The app's log says which, and why.", icon=":material/error:")
        st.stop()


def session_later() -> Callable[[], Session]:
    """A way to what `session` gives now, for a file that is made when the page's run is over.

    A download's own thread knows neither URL nor choices and would take the first market.
    """
    name, scope = market() or "", viewer().scope
    return lambda: OWNER.warehouse(name).session(scope)


def fewest_shops() -> int:
    """Shops that what is fitted on all of them must stand on: a merchant's own, and FEWEST_SHOPS
    others, or their sum less the own would be another's.
    """
    return 1 if viewer().is_analyst else 1 + FEWEST_SHOPS


def ask(question: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
    """The answer of `question(session, ...)`, kept until the data or the viewer changes."""
    asking = session()
    name = f"{question.__module__}.{question.__qualname__}"
    return _kept(name, asking.scope.name, asking.version, arguments, named, question, asking)


def ask_market(question: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
    """As `ask`, over all shops: only for what is fitted on many of them and shows none, such as a
    response of at least `FEWEST_SHOPS` shops.
    """
    asking = _opened(market() or "").session(Scope.everything())
    name = f"{question.__module__}.{question.__qualname__}"
    return _kept(name, asking.scope.name, asking.version, arguments, named, question, asking)


@st.cache_data(max_entries=400, show_spinner=False)
def _kept(
    name: str,
    scope: str,
    version: str,
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    _question: Callable[..., Answer],
    _session: Session,
) -> Answer:
    return _question(_session, *arguments, **named)
