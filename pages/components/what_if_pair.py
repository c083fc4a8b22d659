"""What may be paid for one pair: break-even commission and highest fixed fee, from its estimate."""

import pandas as pd
import streamlit as st

from analytics.candidates import candidates
from analytics.catalogue import ProductRow, product_row
from analytics.market import MarketFacts
from models.placed import Product
from models.terms import Costs, Credited, Terms, break_even
from pages.components.access import viewer
from pages.components.numbers import is_missing, money, share
from pages.components.pair_estimates import NotEstimableError, estimated
from pages.components.resources import ask
from pages.components.what_if import Subject
from pages.components.what_if_levers import OLD_RATE_DAYS
from pages.components.words import plain


def terms(subject: Subject, facts: MarketFacts, currency: str) -> None:
    """The card of a pair; says what is missing where it cannot be worked out."""
    product = ask(product_row, subject.product_id or "")
    ids = (subject.creator_id or "",)
    known = ask(candidates, ids, facts.last_day, currency, viewer().merchant_id)
    with st.container(border=True, key="pair"):
        if known.empty:
            st.info("This creator is not in the market.")
            return
        creator = known.iloc[0]
        st.subheader(f"With @{plain(creator['handle'])}", anchor=False)
        usual = creator["commission_rate"]
        pair = _pair(subject, product, facts, currency)
        found = pair if isinstance(pair, str) else _terms(pair, product, usual)
        if isinstance(pair, str) or isinstance(found, str):
            st.info(f"Not estimable: {found}")
            return
        _shown(found, usual, currency)
        st.caption(
            "At the estimate and at the lower end of its 80 % interval, after platform fee, unit "
            f"cost and one sample; the fee beside the usual commission. Estimate {pair['reason']}. "
            f"Whoever promotes the product already keeps the old rate for {OLD_RATE_DAYS} days."
        )


def _pair(
    subject: Subject, product: ProductRow, facts: MarketFacts, currency: str
) -> pd.Series | str:
    """The pair's estimate, or what is missing for it."""
    if product.currency not in (None, currency):
        return f"sold in {product.currency}; choose that currency to see it"
    asked = Product(product.product_id, subject.category, product.price, currency)
    try:
        row = estimated(facts, [asked], [subject.creator_id or ""]).iloc[0]
    except NotEstimableError as error:
        return str(error)
    if is_missing(row["estimate"]):
        return str(row["reason"]).removeprefix("not estimable: ")
    return row


def _terms(pair: pd.Series, product: ProductRow, usual: float) -> Terms | str:
    """What may be paid, or what is missing to tell."""
    rate = 0.0 if is_missing(usual) else float(usual)
    return break_even(Credited.of(pair.to_dict()), Costs.of(vars(product)), rate)


def _shown(found: Terms, usual: float, currency: str) -> None:
    with st.container(horizontal=True, key="pair-terms"):
        _figure("Break-even commission", _rate(found.break_even), _rate(found.break_even_low))
        fee, low = (_fee(value, currency) for value in (found.highest_fee, found.highest_fee_low))
        _figure("Highest fixed fee", fee, low)
        _figure("Usual commission", share(usual), None)


def _rate(value: float) -> str:
    return share(value) if value > 0 else "none pays"


def _fee(value: float, currency: str) -> str:
    return money(value, currency) if value > 0 else "none pays"


def _figure(label: str, text: str, low: str | None) -> None:
    with st.container(gap=None):
        st.caption(label)
        st.markdown(f"**{text}**")
        if low is not None:
            st.caption(f"lower end: {low}")
