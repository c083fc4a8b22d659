"""The levers of a scenario: sliders within what the market has seen, grey where it says nothing."""

from math import ceil

import streamlit as st

from models.funnel import FEWEST_SAMPLES, Funnel
from models.levers import FEW_SHOPS, Baseline, Evidence
from models.limits import Levers, ends
from models.response import Response
from models.scenario import RATE_KEPT_DAYS
from pages.components.numbers import money, share

KEYS = ("price-change", "rate", "creators", "samples", "live")
OLD_RATE_DAYS = RATE_KEPT_DAYS
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
        price = _price(base, known, currency)
        commission = _commission(base, known)
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


def _price(base: Baseline, known: Evidence, currency: str) -> int:
    seen = known.price
    why = seen.missing or ("no units with a price in 28 days" if base.price is None else None)
    if why is not None:
        return _slider("Price, %", (0, 0), 0, "price-change", why)
    low, high = (100 * bound for bound in ends(base, known)["price_change"])
    label = f"Price, % (now {money(base.price, currency)})"
    return _slider(label, (max(ceil(low), -60), min(int(high), 60)), 0, "price-change")


def _commission(base: Baseline, known: Evidence) -> int | None:
    seen = known.commission
    if seen.missing is not None or base.commission_rate is None:
        why = seen.missing or "no commission on record"
        _slider("Commission, %", (0, 0), 0, "rate", why)
        return None
    now = 100 * base.commission_rate
    low, high = (100 * bound for bound in ends(base, known)["commission_rate"])
    value = round(now)
    label = f"Commission, % (now {now:.1f})"
    chosen = _slider(label, (max(ceil(low), 0), max(int(high), value)), value, "rate")
    st.caption(
        f"Whoever promotes already keeps the old rate for {OLD_RATE_DAYS} days: until then a cut "
        "reaches new creators alone."
    )
    return None if chosen == value else chosen


def _creators(base: Baseline, known: Evidence) -> int:
    now = "unknown how many" if base.creators is None else f"now {base.creators}"
    label = f"More creators ({now} posted in 28 days)"
    return _slider(label, (0, known.most_creators(base)), 0, "creators", known.no_creators(base))


def _samples(base: Baseline, known: Evidence) -> int:
    seen = known.funnel
    few = f"fewer than {FEWEST_SAMPLES} samples with a known end"
    why = (few if seen.received < FEWEST_SAMPLES else None) or known.no_creators(base)
    told = f"{share(seen.posted / (seen.received or 1))} of {seen.received:,} are posted"
    label = f"More samples ({told if seen.received else 'unknown how many are posted'})"
    most = 0 if why else int(ends(base, known)["more_samples"][1])
    chosen = _slider(label, (0, most), 0, "samples", why)
    if why is None:
        saturates = known.creators.high < 1
        st.caption(_stages(seen) + " More creators bring ever less each." * saturates)
    return chosen


def _stages(seen: Funnel) -> str:
    """The way from an invitation to a post, each stage with its n."""
    stages = (
        ("accepted", seen.accepted, "invited", seen.invited),
        ("arrived", seen.arrived, "sent", seen.shipped),
        ("posted", seen.posted, "received", seen.received),
    )
    known = [f"{share(part / of)} of {of:,} {start} {end}" for end, part, start, of in stages if of]
    asked = seen.invitations
    after = "" if asked is None else f"; ten that accept take {10 * asked:.0f} invitations"
    return f"{' → '.join(known)}{after}."


def _live(base: Baseline, seen: Response) -> int | None:
    now = base.live_share
    if seen.missing is not None or now is None:
        why = seen.missing or "no clicks in live or video"
        _slider("Live, % of clicks", (0, 0), 0, "live", why)
        return None
    value = round(100 * now)
    chosen = _slider(f"Live, % of clicks (now {value})", (0, 100), value, "live")
    return None if chosen == value else chosen
