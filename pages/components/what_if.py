"""What the What-if page is made of: the subject, its baseline and evidence, what was saved."""

from dataclasses import asdict, dataclass

import pandas as pd
import streamlit as st

from analytics.catalogue import leading, product_row
from analytics.market import MarketFacts
from models.levers import Baseline, Evidence, evidence, scenario_baseline
from models.response import Response
from models.scenario import Levers, project, refusal
from pages.components.access import viewer
from pages.components.header import data_until
from pages.components.keeping import keeper
from pages.components.resources import ask, ask_market, fewest_shops
from pages.components.search import pick_merchant, pick_product
from pages.components.what_if_outcome import compared
from pages.components.words import plain

KIND = "scenario"
ON = {"product": "a product", "shop": "a shop"}


@dataclass(frozen=True)
class Subject:
    """What the scenario is about: one product, perhaps with one creator, or one shop."""

    label: str
    product_id: str | None = None
    merchant_id: str | None = None
    category: str | None = None
    creator_id: str | None = None

    @property
    def key(self) -> str:
        """Tells subjects apart, whatever they are called."""
        return f"product {self.product_id} shop {self.merchant_id} creator {self.creator_id}"


def choose_subject(facts: MarketFacts) -> Subject:
    """A product, the leading one until another is picked, or a shop."""
    on = st.segmented_control(
        "On", ON, default="product", required=True, key="on", bind="query-params",
        format_func=ON.__getitem__,
    )  # fmt: skip
    if on == "shop":
        merchant = viewer().merchant_id or pick_merchant()
        return Subject(merchant or "all shops in view", merchant_id=merchant)
    product = pick_product() or ask(leading, "product", facts.last_day)
    if product is None:
        st.info("This market has no products.")
        st.stop()
    row = ask(product_row, product)
    top = (row.category_path or "").split(" > ")[0] or None
    creator = st.query_params.get("creator")
    return Subject(row.title, product, None, top, creator)


def context(facts: MarketFacts, subject: Subject, currency: str) -> None:
    """Market · subject · window · evidence."""
    words = [facts.title, plain(subject.label), "next 28 days against the last 28", currency]
    st.caption(" · ".join([*words, data_until(facts), ":gray-badge[prior only]"]))


def baseline(facts: MarketFacts, subject: Subject, currency: str) -> Baseline:
    """The last 28 complete days of the subject."""
    return ask(scenario_baseline, facts.last_day, currency, subject.product_id, subject.merchant_id)


def evidence_of(facts: MarketFacts, subject: Subject, currency: str) -> Evidence:
    """What the market says of each lever; a merchant's stands on at least five shops."""
    return ask_market(evidence, facts.last_day, currency, subject.category, fewest_shops())


def saved(subject: Subject, base: Baseline, known: Evidence, levers: Levers, currency: str) -> None:
    """Scenarios kept for this subject, drawn side by side; the page's address opens this one."""
    with st.expander("Saved scenarios", key="saved-scenarios"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input("Name", key="scenario-name", width=240).strip()
            kept = {k.body["name"]: k for k in keeper().all(KIND) if k.body["key"] == subject.key}
            label = "Replace the one of this name" if name in kept else "Save this one"
            if st.button(label, icon=":material/save:", disabled=not name):
                body = {"key": subject.key, "name": name, "levers": asdict(levers)}
                keeper().keep(KIND, f"{subject.key}: {name}", body)
                st.rerun()
        if not kept:
            st.caption("None yet. The address of this page also opens the scenario on screen.")
            return
        _drawn({n: Levers(**k.body["levers"]) for n, k in kept.items()}, base, known, currency)
        gone = st.selectbox("Remove", ["–", *kept], key="scenario-gone", width=240)
        if gone != "–" and st.button("Remove it", type="tertiary"):
            keeper().drop(KIND, kept[gone].name)
            st.rerun()


def _drawn(kept: dict[str, Levers], base: Baseline, known: Evidence, currency: str) -> None:
    """Saved scenarios side by side; those that today's evidence no longer bears say why."""
    refused = {name: refusal(base, known, levers) for name, levers in kept.items()}
    found = {n: project(base, known, levers) for n, levers in kept.items() if not refused[n]}
    if found:
        st.altair_chart(compared(base, found, currency), alt="Saved scenarios side by side")
    for name, why in refused.items():
        if why:
            st.caption(f"{plain(name)}: not projected, {why}")


def how_to_read(known: Evidence) -> None:
    """Each lever's response with its interval and n."""
    with st.expander("How to read this"):
        st.markdown(
            "Each response is how orders of the *same product* moved with its own price, "
            "commission or creators over 26 weeks, the product and the week held fixed. It is an "
            "association, graded *prior only*: what moved with the lever, not proof that the lever "
            "moved it. Outside the range that was seen the sliders stop."
        )
        rows = [
            _row("Price: elasticity of orders", known.price),
            _row("Commission: log orders per unit of rate", known.commission),
            _row("Creators: elasticity of orders", known.creators),
            _row("Live over video: log ratio per click", known.live),
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)


def _row(label: str, seen: Response) -> dict[str, object]:
    known = seen.missing is None
    return {
        "response": label,
        "estimate": round(seen.slope, 3) if known else None,
        "80 % from": round(seen.low, 3) if known else None,
        "to": round(seen.high, 3) if known else None,
        "n": seen.n,
    }
