"""The kinds of cost that people enter: how each is asked for, laid out in a grid, and saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics import costs as questions
from data.edits import Edits, Saved
from pages.components.numbers import major
from pages.components.resources import session

DECIMALS = 6
WHO = "Handle or id; a handle with @ that is new to the market adds the creator."


@dataclass(frozen=True)
class Kind:
    """One kind of cost: how it is asked for, shown as a grid and saved.

    `columns` lays out rows, and knows titles of products that a new row may name.
    """

    word: str
    about: str
    rows: Callable[[str, str], pd.DataFrame]
    columns: Callable[[pd.DataFrame, dict[str, str]], dict[str, Any]]
    save: Callable[[Edits, pd.DataFrame, tuple[str, ...]], Saved]
    may_add: bool
    has_search: bool = True
    is_of_pairs: bool = False


def _cost_rows(merchant_id: str, text: str) -> pd.DataFrame:
    return in_major(questions.cost_rows(session(), merchant_id, text), "unit_cost", "sample_cost")


def _fee_rows(merchant_id: str, _: str) -> pd.DataFrame:
    return in_percent(questions.fee_rows(session(), merchant_id))


def _flat_fee_rows(merchant_id: str, text: str) -> pd.DataFrame:
    return in_major(questions.flat_fee_rows(session(), merchant_id, text), "flat_fee")


def _sample_rows(merchant_id: str, text: str) -> pd.DataFrame:
    return of_pairs(questions.sample_rows(session(), merchant_id, text))


def of_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Samples as people enter them: fees in major units, commission in percent."""
    shares = (100 * rows["commission_rate"].astype(float)).round(DECIMALS)
    return in_major(rows, "flat_fee").assign(commission_percent=shares)


def in_percent(rows: pd.DataFrame) -> pd.DataFrame:
    """Fee rates as percentages, free of the dust of binary fractions."""
    shares = (100 * rows["platform_fee_rate"].astype(float)).round(DECIMALS)
    return rows.assign(platform_fee_percent=shares)


def in_major(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Amounts in the major units of their own row's currency, empty where unknown."""
    shown = rows.copy()
    for name in columns:
        pairs = zip(rows[name], rows["currency"], strict=True)
        shown[name] = [None if pd.isna(cost) else major(cost, unit) for cost, unit in pairs]
        shown[name] = shown[name].astype(float)
    return shown


def _cost_columns(rows: pd.DataFrame, _: dict[str, str]) -> dict[str, Any]:
    config = st.column_config
    return {
        "product_id": _product_column(titles_of(rows)),
        "unit_cost": config.NumberColumn("Unit cost", min_value=0.0, format="%.2f"),
        "sample_cost": config.NumberColumn(
            "Sample cost", min_value=0.0, format="%.2f", help="One sample, shipping included."
        ),
        "valid_from": config.DateColumn("Valid from", format="YYYY-MM-DD"),
        "currency": config.TextColumn("Currency", disabled=True),
    }


def _fee_columns(_: pd.DataFrame, __: dict[str, str]) -> dict[str, Any]:
    config = st.column_config
    return {
        "valid_from": config.DateColumn("Valid from", format="YYYY-MM-DD"),
        "platform_fee_percent": config.NumberColumn(
            "Platform fee, % of net GMV", min_value=0.0, max_value=100.0, format="%.2f"
        ),
    }


def _flat_fee_columns(_: pd.DataFrame, __: dict[str, str]) -> dict[str, Any]:
    config = st.column_config
    return {
        "creator": config.TextColumn("Creator", disabled=True, pinned=True),
        "flat_fee": config.NumberColumn("Flat fee", min_value=0.0, format="%.2f"),
        "title": config.TextColumn("Product", disabled=True, width="medium"),
        "status": config.TextColumn("Status", disabled=True),
        "currency": config.TextColumn("Currency", disabled=True),
        "collaboration_id": config.TextColumn("Collaboration", disabled=True),
    }


def _sample_columns(rows: pd.DataFrame, titles: dict[str, str]) -> dict[str, Any]:
    config = st.column_config
    known = titles_of(rows) | titles

    def day(label: str, about: str | None = None) -> Any:
        return config.DateColumn(label, format="YYYY-MM-DD", help=about)

    return {
        "creator": config.TextColumn("Creator", pinned=True, width=130, help=WHO, max_chars=100),
        "product_id": _product_column(known),
        "shipped_on": day("Shipped on"),
        "received_on": day("Received on"),
        "posted_on": day("First post on", "Leave it empty where nothing was posted yet."),
        "flat_fee": config.NumberColumn("Flat fee", min_value=0.0, format="%.2f"),
        "currency": config.TextColumn("Currency", disabled=True),
        "agreed_on": day("Agreed on", "The day on which the flat fee counts."),
        "commission_percent": config.NumberColumn(
            "Commission, %", min_value=0.0, max_value=100.0, format="%.2f"
        ),
        "collaboration_id": config.TextColumn("Collaboration", disabled=True),
    }


def titles_of(rows: pd.DataFrame) -> dict[str, str]:
    """Titles by product, of rows that know theirs."""
    pairs = zip(rows["product_id"], rows["title"], strict=True)
    return {key: title for key, title in pairs if pd.notna(key) and pd.notna(title)}


def _product_column(titles: dict[str, str]) -> Any:
    return st.column_config.SelectboxColumn(
        "Product",
        options=list(titles),
        format_func=lambda key: f"{titles.get(str(key), key)} · {key}",
        width=170,
    )


KINDS = {
    kind.word: kind
    for kind in (
        Kind(
            "Product costs",
            "Unit and sample cost per product, from a day on; products that sold and lack a cost "
            "come first. An emptied cell means unknown from that day on.",
            _cost_rows,
            _cost_columns,
            Edits.save_costs,
            may_add=True,
        ),
        Kind(
            "Platform fee",
            "The platform's share of net GMV, from a day on.",
            _fee_rows,
            _fee_columns,
            Edits.save_fees,
            may_add=True,
            has_search=False,
        ),
        Kind(
            "Flat fees",
            "Fixed fees of collaborations, counted on the day that both sides agreed, else on the "
            "first day known.",
            _flat_fee_rows,
            _flat_fee_columns,
            Edits.save_flat_fees,
            may_add=False,
        ),
        Kind(
            "Samples",
            "Samples, fees and rates per creator and product. Pairs that sold are listed already: "
            "fill in their days, or add a row. Days are local; a fee counts on the day agreed, "
            "else of the first post, else shipped.",
            _sample_rows,
            _sample_columns,
            Edits.save_samples,
            may_add=True,
            is_of_pairs=True,
        ),
    )
}
