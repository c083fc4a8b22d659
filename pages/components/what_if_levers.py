"""The levers of a scenario: sliders within what the market has seen, grey where it says nothing."""

from math import ceil

import numpy as np
import streamlit as st

from models.levers import FEW_SHOPS, FEWEST_SAMPLES, Baseline, Evidence
from models.response import Response
from models.scenario import Levers
from pages.components.numbers import money, share

KEYS = ("price-change", "rate", "creators", "samples", "live")
OLD_RATE_DAYS = 30
POST_DAYS = (
    "samples with the day of each first post (Merchant → Costs), or collaborations (our own table)"
)
OF_CHANGES = "of weeks in which it changed"
BRINGS = {
    "price-change": f"All orders or Affiliate orders {OF_CHANGES}",
    "rate": f"Affiliate orders, with their commission rate, {OF_CHANGES}",
    "creators": POST_DAYS,
    "samples": "samples with the days on which they came and were posted (Merchant → Costs)",
    "live": "events of GA4 or Segment, or our own table, with clicks in live and in video",
}
"""The file that would bring what a lever lacks, by the lever's key."""
UNSEEN = "what this market's weeks have seen is no whole step from here"


def forget_levers_of_another(subject: str) -> None:
    """Levers were set for one subject; another one starts from where it stands. A link keeps its
    own: nothing was on screen before it.
    """
    before = st.session_state.get("levers-of")
    st.session_state["levers-of"] = subject
    if before in (None, subject):
        return
    for key in KEYS:
        st.session_state.pop(key, None)
        if key in st.query_params:
            del st.query_params[key]


def choose_levers(base: Baseline, known: Evidence, currency: str) -> Levers:
    """The sliders, in one form; a lever without evidence is grey and says why."""
    with st.form("levers", border=True):
        st.subheader("Change the terms", anchor=False)
        price = _price(base, known.price, currency)
        commission = _commission(base, known.commission)
        creators = _creators(base, known)
        samples = _samples(base, known)
        live = _live(base, known.live)
        st.form_submit_button("Project", type="primary", icon=":material/tune:")
    rate = None if commission is None else commission / 100
    live_share = None if live is None else live / 100
    return Levers(price / 100, rate, creators, samples, live_share)


def _slider(label: str, span: tuple[int, int], value: int, key: str, why: str | None = None) -> int:
    """A bound slider, clamped to what was seen; grey with the reason where `why` is given."""
    low, high = span
    if why is not None or low >= high:
        st.slider(label, 0, 1, 0, key=f"no-{key}", disabled=True)
        st.caption(f"Not estimable: {why or UNSEEN}.{_remedy(key, why)}")
        return value
    return st.slider(label, low, high, value, key=key, bind="query-params")


def _remedy(key: str, why: str | None) -> str:
    """The file that would help; no file of one shop brings other shops or another range."""
    is_helpless = why is None or why.endswith(FEW_SHOPS)
    return "" if is_helpless else f" Load {BRINGS[key]}."


def _price(base: Baseline, seen: Response, currency: str) -> int:
    why = seen.missing or ("no units with a price in 28 days" if base.price is None else None)
    if why is not None:
        return _slider("Price, %", (0, 0), 0, "price-change", why)
    low, high = (100 * np.expm1(bound) for bound in (seen.lowest, seen.highest))
    label = f"Price, % (now {money(base.price, currency)})"
    return _slider(label, (max(ceil(low), -60), min(int(high), 60)), 0, "price-change")


def _commission(base: Baseline, seen: Response) -> int | None:
    if seen.missing is not None or base.commission_rate is None:
        why = seen.missing or "no commission on record"
        _slider("Commission, %", (0, 0), 0, "rate", why)
        return None
    now = 100 * base.commission_rate
    low, high = now + 100 * seen.lowest, now + 100 * seen.highest
    value = round(now)
    label = f"Commission, % (now {now:.1f})"
    chosen = _slider(label, (max(ceil(low), 0), max(int(high), value)), value, "rate")
    st.caption(
        f"Whoever promotes already keeps the old rate for {OLD_RATE_DAYS} days: in these 28 a cut "
        "reaches new creators alone."
    )
    return None if chosen == value else chosen


def _creators(base: Baseline, known: Evidence) -> int:
    now = "unknown how many" if base.creators is None else f"now {base.creators}"
    label = f"More creators ({now} posted in 28 days)"
    return _slider(label, (0, known.most_creators(base)), 0, "creators", known.no_creators(base))


def _samples(base: Baseline, known: Evidence) -> int:
    few = f"fewer than {FEWEST_SAMPLES} samples with a known end"
    why = (few if known.received < FEWEST_SAMPLES else None) or known.no_creators(base)
    told = f"{share(known.posted / (known.received or 1))} of {known.received:,} are posted"
    most = int(known.most_creators(base) / known.posted_share)
    label = f"More samples ({told if known.received else 'unknown how many are posted'})"
    return _slider(label, (0, most), 0, "samples", why)


def _live(base: Baseline, seen: Response) -> int | None:
    now = base.live_share
    if seen.missing is not None or now is None:
        why = seen.missing or "no clicks in live or video"
        _slider("Live, % of clicks", (0, 0), 0, "live", why)
        return None
    value = round(100 * now)
    chosen = _slider(f"Live, % of clicks (now {value})", (0, 100), value, "live")
    return None if chosen == value else chosen
