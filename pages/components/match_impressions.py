"""Who was shown which candidate where in the list, and what was done with it, for the match log."""

import uuid
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from data import match_log
from data.contract.columns import MATCH_ACTIONS
from pages.components.access import viewer
from pages.components.matching import Search
from pages.components.resources import market

KEPT = "impressions"
Impressions = dict[tuple[str, str, str], dict[str, Any]]


def shown(search: Search, rows: pd.DataFrame) -> None:
    """Notes once per visit each candidate on screen, at its place in the list as sorted; anew where
    chance began or ceased to decide, for what is done from then on is done with that list.
    """
    if search.query.kind == "new":
        return
    seen: Impressions = st.session_state.setdefault(KEPT, {})
    fresh = []
    for place, row in enumerate(rows.itertuples(), start=1):
        key = _key(search, row.product_id, row.creator_id)
        chance = _chance(row)
        is_new = key not in seen or (seen[key]["propensity"] is None) != (chance is None)
        if is_new and pd.notna(row.score):
            seen[key] = _impression(search, row, place, chance)
            fresh.append(seen[key])
    _note(fresh)


def acted(search: Search, action: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Notes what was done with pairs of product and creator that had been shown; the furthest of
    MATCH_ACTIONS stays.
    """
    seen: Impressions = st.session_state.get(KEPT, {})
    changed = []
    for product_id, creator_id in pairs:
        row = seen.get(_key(search, product_id, creator_id))
        if row and MATCH_ACTIONS.index(action) > MATCH_ACTIONS.index(row["action"]):
            row |= {"action": action, "acted_at": match_log.now()}
            changed.append(row)
    _note(changed)


def _key(search: Search, product_id: object, creator_id: object) -> tuple[str, str, str]:
    return str(product_id), str(creator_id), search.model.version


def _note(rows: list[dict[str, Any]]) -> None:
    if rows:
        match_log.note(market() or "", pd.DataFrame(rows))


def _chance(row: Any) -> float | None:
    """Of being at its place; None where the list's order is fixed."""
    chance = float(getattr(row, "propensity", np.nan))
    return None if np.isnan(chance) else chance


def _impression(search: Search, row: Any, place: int, chance: float | None) -> dict[str, Any]:
    return {
        "impression_id": uuid.uuid4().hex,
        "shown_at": match_log.now(),
        "merchant_id": getattr(row, "merchant_id", search.query.merchant_id),
        "viewer": viewer().name,
        "product_id": row.product_id,
        "creator_id": row.creator_id,
        "rank": place,
        "score": float(row.score),
        "model_version": search.model.version,
        "propensity": chance,
        "action": "shown",
        "acted_at": None,
    }
