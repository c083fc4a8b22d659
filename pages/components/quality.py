"""What Model quality shows: methods side by side, how often matches came true, what is reached."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analytics.catalogue import shops
from analytics.market import MarketFacts
from data.definitions import MATCH_LOG
from data.manifests import manifests, standing
from data.store import Store
from pages.components.access import viewer
from pages.components.numbers import NOTHING, count, counted, day, share
from pages.components.quality_charts import METHODS, dots, metric_lines, shares
from pages.components.resources import ask_market, fewest_shops
from pages.components.tiles import tiles
from pages.components.words import plain

METRICS = {"ndcg@10": "NDCG@10", "recall@50": "recall@50"}
PRODUCTS = {"all": "All products", "cold": "Products new to the model"}
MATCHES, ESTIMATES, RATES = "Matches", "First estimates", "Click and order rates"
Meta = dict[str, Any]


def context(facts: MarketFacts, store: Store, served: Meta | None) -> None:
    """Market · version in force · what it was judged on · whether newer data has come since."""
    parts = [plain(facts.title)]
    if served is None:
        parts.append("no model yet")
    else:
        parts.append(f"version {served['version']}")
        parts += [] if is_of_too_few() else [_judged_on(served)]
        parts += _loaded_since(store, served) if viewer().is_analyst else []
    st.caption(" · ".join(parts))


def _loaded_since(store: Store, served: Meta) -> list[str]:
    """Loads that it does not know, and undos of loads that it learned from."""
    known = served["data_version"]
    loads = [load for load in standing(store, known) if load.source != MATCH_LOG]
    undos = [m for m in manifests(store, known) if m.undoes is not None and m.undoes <= known]
    came = [counted(len(n), noun) for n, noun in ((loads, "load"), (undos, "undo")) if n]
    return [f":orange-badge[{' and '.join(came)} since it was trained]"] if came else []


def _judged_on(served: Meta) -> str:
    held = served["held_out"]
    if held is None:
        return "not judged: too few pairs to hold any out"
    if held["by"] == "time":
        first = day(date.fromisoformat(held["test_from"]), has_year=True)
        days = f"the {held['days']} days from {first}"
        return f"judged on {days}, n = {held['pairs']:,} new pairs"
    return f"judged on {held['folds']} × held-out products, n = {held['pairs']:,} pairs"


def is_of_too_few() -> bool:
    """Whether figures of the whole market would tell a merchant of single other shops."""
    return not viewer().is_analyst and ask_market(shops) < fewest_shops()


def version_alone(served: Meta) -> None:
    """What a merchant of a market with few shops may know: what serves, since when."""
    trained_at = datetime.fromisoformat(served["trained_at"])
    tiles({"In force": _name(served), "Trained": day(trained_at.date(), has_year=True)})
    st.info("How well it does is told where it was judged on enough other shops.")
    st.caption("Training and rolling back are for analysts.")


def headline(served: Meta) -> None:
    """The version in force in five values."""
    own = _figures(served, "all").get(served["winner"])
    trained_at = datetime.fromisoformat(served["trained_at"])
    tiles(
        {
            "In force": _name(served),
            "NDCG@10": f"{own['ndcg@10']:.3f}" if own else "not judged",
            "recall@50": f"{own['recall@50']:.3f}" if own else "not judged",
            "Trained": day(trained_at.date(), has_year=True),
            "On pairs": count(served["rows"]["pairs"]),
        }
    )


def choose_view() -> str:
    """What is judged: who is found, what pairs bring, or how often people click and buy."""
    chosen = st.segmented_control(
        "Judge",
        (MATCHES, ESTIMATES, RATES),
        default=MATCHES,
        required=True,
        key="judge",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or MATCHES


def methods(served: Meta) -> None:
    """Every method on the same held-out queries, with the interval over the queries."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Held-out quality, method by method", anchor=False)
            products = _choose_products(served)
        found = _figures(served, products)
        if not found:
            st.info("Not estimable: too few pairs to hold any out. More pairs would bring it.")
            return
        for metric, column in zip(METRICS, st.columns(len(METRICS)), strict=True):
            with column:
                name = METRICS[metric]
                chart = dots(metric_lines(found, metric), name, served["winner"])
                st.altair_chart(chart, alt=f"{name} of each method with its interval")
        n = next(iter(found.values()))["n"]
        st.caption(
            f"n = {n:,} products with a pair to find · bars: 95 % interval of the mean over "
            f"products · {_name(served)} serves: {_why(served)}"
        )
        with st.expander("All figures"):
            st.dataframe(_table(found), hide_index=True, placeholder=NOTHING)


def _name(served: Meta) -> str:
    """The method that serves, as people call it."""
    return METHODS.get(served["winner"], str(served["winner"]))


def _why(served: Meta) -> str:
    metric = METRICS.get(served["chosen_by"])
    return f"best {metric} on validation data" if metric else str(served["chosen_by"])


def _choose_products(served: Meta) -> str:
    """All or new products; no choice where every held-out product is new anyway."""
    if _figures(served, "cold") == {} or (served["held_out"] or {}).get("by") == "product":
        return "all"
    chosen = st.segmented_control(
        "Products",
        list(PRODUCTS),
        default="all",
        required=True,
        format_func=lambda key: PRODUCTS[key],
        key="products",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or "all"


def _figures(served: Meta, products: str) -> dict[str, Meta]:
    """The test part's figures by method."""
    return {
        line["method"]: line
        for line in served["figures"]
        if line["part"] == "test" and line["products"] == products
    }


def _table(found: dict[str, Meta]) -> pd.DataFrame:
    names = {
        "ndcg@10": "NDCG@10",
        "recall@10": "recall@10",
        "recall@50": "recall@50",
        "map": "MAP",
        "mrr": "MRR",
        "median_rank": "Median rank of the first",
        "n": "Products",
    }
    rows = [
        {"Method": METHODS.get(method, method), **{names[key]: line[key] for key in names}}
        for method, line in found.items()
    ]
    return pd.DataFrame(rows).round(4)


def reliability(served: Meta) -> None:
    """How often a match at each rank came true: a better rank must mean a better match."""
    with st.container(border=True):
        st.subheader("How often matches came true, by rank", anchor=False)
        own = _figures(served, "all").get(served["winner"])
        if own is None or "base_rate" not in own:
            st.info("Not estimable for this version. Training again brings it.")
            return
        lines = pd.DataFrame(own["by_rank"])
        lines["rank"] = [f"{a}–{b}" for a, b in zip(lines["first"], lines["last"], strict=True)]
        lines["rank"] += [f"|n {count(n)}" for n in lines["shown"]]
        st.altair_chart(
            shares(lines, own["base_rate"]), alt="Share of matches that came true by band of ranks"
        )
        st.caption(
            "Share of creators listed at these ranks who did start with the product in the "
            "held-out part, with its 95 % interval (Wilson) · n = creators listed · dashed: a list "
            f"in random order, {share(own['base_rate'])}"
        )


def reach(served: Meta) -> None:
    """What the model reaches, and what it was trained on."""
    with st.container(border=True):
        st.subheader("What it reaches and rests on", anchor=False)
        rows, reached = served["rows"], served.get("coverage")
        if reached:
            creators = reached["creators_listed"] / max(reached["creators"], 1)
            st.markdown(
                f"**{share(creators)}** of {count(reached['creators'])} creators stand among some "
                f"product's first {reached['k']}; the most listed tenth of creators takes "
                f"**{share(reached['share_of_top_tenth'])}** of those places."
            )
            listed = reached["products_listed"] / max(reached["products"], 1)
            st.markdown(
                f"**{share(listed)}** of {count(reached['products'])} products get matches."
            )
        st.markdown(
            f"Learned from **{rows['pairs']:,}** pairs of {rows['products']:,} products and "
            f"{rows['creators']:,} creators, data version {served['data_version']}."
        )
        trained_at = datetime.fromisoformat(served["trained_at"])
        st.caption(
            f"Trained {day(trained_at.date(), has_year=True)}, {trained_at:%H:%M} UTC · "
            f"{served['seconds']:,.0f} s · {served['peak_memory_mb']:,} MB · seed {served['seed']}"
        )


def how_to_read(served: Meta) -> None:
    """What the figures mean and what they do not."""
    with st.expander("How to read this"):
        st.markdown(
            "Every method learns from what was known before the held-out part and then lists "
            "creators for each of its products; known pairs are left out of the lists. "
            "**NDCG@10** is 1 where the creators who did start stand first and 0 where none is "
            "among the first ten; **recall@50** is the share of those creators among the first "
            "fifty. Whoever is best on *validation* data serves; the figures shown are of "
            "*test* data that took no part in that choice. A creator who did not start may "
            "still have been a good match, so all figures are lower bounds, and none of them "
            "says what a match would *sell*: that is on **Matches**, with its grade."
        )
        st.caption(f"Settings of {_name(served)}: {plain(served['config'])}")
