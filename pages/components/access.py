"""Who is looking: an analyst who sees all shops, or one merchant who sees the own shop."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from data.scope import Scope


@dataclass(frozen=True)
class Viewer:
    """A viewer of this server; `merchant_id` is None for an analyst."""

    merchant_id: str | None

    @property
    def is_analyst(self) -> bool:
        return self.merchant_id is None

    @property
    def name(self) -> str:
        return self.merchant_id or "analyst"

    @property
    def scope(self) -> Scope:
        if self.merchant_id is None:
            return Scope.everything()
        return Scope.of_merchants(self.merchant_id)


def viewer() -> Viewer:
    """The viewer this server was started for: `TANDEM_MERCHANT=m0001`, an analyst where that is not
    set. Set but empty, it is a merchant without a shop, who sees nothing.
    """
    return Viewer(os.environ.get("TANDEM_MERCHANT"))


def check_viewer() -> None:
    """Ends the start of a server whose viewer was left blank, or who has no home."""
    if viewer().is_analyst:
        return
    if not os.environ.get("TANDEM_MERCHANT", "").strip():
        sys.exit("Tandem: TANDEM_MERCHANT is set but empty; name a shop, or unset it")
    if not os.environ.get("TANDEM_MARKET"):
        sys.exit("Tandem: a merchant is at home in one market; set TANDEM_MARKET beside the shop")


def analysts_only(what: str, instead: Callable[[], None] = lambda: None) -> None:
    """Ends a merchant's page with a sentence, and with what there is `instead`."""
    if not viewer().is_analyst:
        st.info(f"{what} is for analysts. Your own shop's pages are in the menu.")
        instead()
        st.stop()
