"""The levers of a scenario: sliders within what the market has seen, grey where it says nothing."""

from dataclasses import dataclass

import streamlit as st

from models.flows import RATE_KEPT_DAYS
from models.funnel import Funnel
from models.lever_evidence import OF_PRODUCTS, Evidence
from models.levers import Baseline
from models.limits import Levers, why_not
from models.response import FEW_SHOPS
from pages.components.numbers import money, share
from pages.components.what_if_spans import KEYS, UNSEEN, grey, span, stands

OLD_RATE_DAYS = RATE_KEPT_DAYS
POST_DAYS = (
    "samples with the day of each first post (Merchant → Costs), or collaborations (our own table)"
)
AVERAGE_CREATOR = (
    "Each brings what an average further creator did for products of this market. Roster's figure "
    "differs: it is the model's estimate for the best matches of this very product."
)
OF_CHANGES = "of weeks in which it changed"
BRINGS = {
    "price-change": f"All orders or Affiliate orders {OF_CHANGES}, and promotions (our own table)",
    "rate": f"Affiliate orders, with their commission rate, {OF_CHANGES}",
    "creators": POST_DAYS,
    "samples": "samples with the days on which they came and were posted (Merchant → Costs)",
    "live": "events of GA4 or Segment, or our own table, with clicks in live and in video",
}
"""The file that would bring what a lever lacks, by the lever's key."""


def forget_levers_of_another(subject: str) -> None:
    """Levers were set for one subject; another one starts from where it stands. A link keeps its
    own: nothing was on screen before it.
    """
    before = st.session_state.get("levers-of")
    st.session_state["levers-of"] = subject
    if before in (None, subject):
        return
    for key in KEYS.values():
        st.session_state.pop(key, None)
        if key in st.query_params:
            del st.query_params[key]


@dataclass(frozen=True)
class _At:
    """Where the levers of a subject stand, how far each goes, and which cannot be moved."""

    base: Baseline
    known: Evidence
    currency: str

    def slider(self, lever: str, label: str) -> int:
        """A bound slider from where the lever stands to the ends of what was seen; grey with the
        reason where there is one.
        """
        key, now = KEYS[lever], stands(self.base, lever)
        if why := grey(self.base, self.known, lever):
            st.slider(label, 0, 1, 0, key=f"no-{key}", disabled=True)
            st.caption(f"Not estimable: {why}.{_remedy(key, why)}")
            return now
        low, high = span(self.base, self.known, lever)
        return st.slider(label, low, high, now, key=key, bind="query-params")


def choose_levers(base: Baseline, known: Evidence, currency: str) -> Levers:
    """The sliders, in one form; a lever without evidence is grey and says why."""
    at = _At(base, known, currency)
    with st.form("levers", border=True):
        st.subheader("Change the terms", anchor=False)
        price = at.slider("price_change", f"Price, % (now {money(base.price, currency)})")
        commission = _commission(at)
        now = "unknown how many" if base.creators is None else f"now {base.creators}"
        creators = at.slider("more_creators", f"More creators ({now} posted in 28 days)")
        if grey(base, known, "more_creators") is None:
            st.caption(AVERAGE_CREATOR)
        samples = _samples(at)
        live = _share(at, "live_share", "Live, % of clicks", base.live_share, 0)
        st.form_submit_button("Project", type="primary", icon=":material/tune:")
    return Levers(price / 100, commission, creators, samples, live)


def _remedy(key: str, why: str) -> str:
    """The file that would help; no file of one shop brings other shops or another range, nor makes
    one product of a shop.
    """
    is_helpless = why.endswith((FEW_SHOPS, OF_PRODUCTS, UNSEEN))
    return "" if is_helpless else f" Load {BRINGS[key]}."


def _share(at: _At, lever: str, label: str, now: float | None, digits: int) -> float | None:
    """A share in %; None where it is left where it stands."""
    from_here = "" if now is None else f" (now {100 * now:.{digits}f})"
    chosen = at.slider(lever, label + from_here)
    return None if chosen == stands(at.base, lever) else chosen / 100


def _commission(at: _At) -> float | None:
    chosen = _share(at, "commission_rate", "Commission, %", at.base.commission_rate, 1)
    if "commission_rate" not in why_not(at.base, at.known):
        st.caption(
            f"Whoever promotes already keeps the old rate for {OLD_RATE_DAYS} days: until then a "
            "cut reaches new creators alone."
        )
    return chosen


def _samples(at: _At) -> int:
    seen = at.known.funnel
    told = f"{share(seen.posted / (seen.received or 1))} of {seen.received:,} are posted"
    label = f"More samples ({told if seen.received else 'unknown how many are posted'})"
    chosen = at.slider("more_samples", label)
    if "more_samples" not in why_not(at.base, at.known):
        saturates = at.known.creators.high < 1
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
