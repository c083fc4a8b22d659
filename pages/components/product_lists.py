"""Lists about one product: who carries it, its promotions, what it is bought with, its partners."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.margin import margin
from analytics.product import ProductProfile, bought_together, carriers, product_partners
from analytics.promotions import running_promotions
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted
from pages.components.resources import ask
from pages.components.shop_promotions import BRINGS
from pages.components.tables import Table, entity_table, metric_columns, share_column

ORGANIC = "No creator (organic)"
List = Callable[[View, ProductProfile], None]


def lists(view: View, profile: ProductProfile) -> None:
    """One list at a time, chosen by a control that lives in the URL."""
    shown: dict[str, List] = {"Promotions": _promotions, "Bought together": _together}
    if view.facts.creators:
        shown = {"Who carries it": _carriers, **shown, "Worked with": _partners_of}
    with st.container(border=True):
        chosen = st.segmented_control(
            "List",
            list(shown),
            default=next(iter(shown)),
            required=True,
            key="list",
            bind="query-params",
            label_visibility="collapsed",
        )
        shown[chosen or next(iter(shown))](view, profile)


def _carriers(view: View, _: ProductProfile) -> None:
    found = carriers_table(view)
    if found.rows.empty:
        st.info(found.note)
        return
    chosen = entity_table(found.rows, found.columns, view.currency, "carriers")
    creators = int(found.rows["creator_id"].notna().sum())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"n = {counted(creators, 'creator')} · the rows sum to the product's totals · "
            "credit is not effect · click a name to open the creator",
            width="stretch",
        )
        download(view, "carriers", {found.title: found.rows}, found.metrics)
    if chosen is None:
        return
    if isinstance(picked := found.rows.iloc[chosen]["creator_id"], str):
        go_to("creator", creator=picked)


def carriers_table(view: View) -> Table:
    """Creators who showed or sold the product, and what sold without one."""
    found = ask(carriers, view.slice)
    costs = ask(margin, view.slice, "pair").set_index("creator_id")["margin"]
    rows = found.assign(
        handle=found["handle"].fillna(found["creator_id"]).fillna(ORGANIC),
        contribution_margin=found["creator_id"].map(costs),
    )
    keys = _carrier_metrics(view)
    columns = {
        "handle": st.column_config.TextColumn("Creator", pinned=True),
        **metric_columns(keys, view.currency),
        "contents": st.column_config.NumberColumn("Content", help="Pieces that showed or sold it."),
        "followers": st.column_config.NumberColumn("Followers", format="localized"),
    }
    nobody = "Nobody showed or sold this product in these days."
    return Table("Creators", rows, columns, keys, note=nobody)


def _carrier_metrics(view: View) -> list[str]:
    facts = view.facts
    keys = ["net_gmv"] if facts.has_orders else []
    keys += ["sku_orders" if facts.is_sampled_lines else "orders"] if facts.has_orders else []
    keys += ["clicks"] if facts.has_clicks else []
    keys += ["ctor_sku_orders"] if facts.has_clicks and facts.has_orders else []
    keys += ["commission"] if facts.has_orders else []
    keys += ["refund_rate"] if facts.has_refunds else []
    return keys + (["contribution_margin"] if facts.has_costs else [])


def _promotions(view: View, _: ProductProfile) -> None:
    found = promotions_table(view)
    if found.rows.empty:
        st.info(found.note)
        return
    entity_table(found.rows, found.columns, view.currency, "promotions")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"n = {len(found.rows):,} · what the product sold on its days within the period: "
            "a promotion's days, not its effect",
            width="stretch",
        )
        download(view, "promotions", {found.title: found.rows}, found.metrics)


def promotions_table(view: View) -> Table:
    """Promotions that covered the product, with what it sold meanwhile."""
    config = st.column_config
    columns = {
        "title": config.TextColumn("Promotion", pinned=True, width="medium"),
        "kind": config.TextColumn("Kind"),
        "starts_on": config.DateColumn("From", format="D MMM YYYY"),
        "ends_on": config.DateColumn("To", format="D MMM YYYY"),
        **metric_columns(["net_gmv", "sku_orders"], view.currency),
        "places": config.NumberColumn("Places", help="Shops or pages that showed it."),
        "redemptions": config.NumberColumn("Redemptions", format="localized"),
    }
    none = f"No promotion is known to have covered this product in these days. {BRINGS}"
    rows = ask(running_promotions, view.slice)
    return Table("Promotions", rows, columns, ["net_gmv", "sku_orders"], note=none)


def _together(view: View, _: ProductProfile) -> None:
    if view.facts.is_sampled_lines:
        st.info("Not estimable: lines are a random sample of orders. Whole orders would bring it.")
        return
    found = ask(bought_together, view.slice)
    if found.empty:
        st.info("No order of these days holds another product beside this one.")
        return
    columns = {
        "title": st.column_config.TextColumn("Bought with", pinned=True, width="large"),
        **metric_columns(["orders"], view.currency),
        "share": share_column("Of this product's orders"),
    }
    frame = found.assign(share=100 * found["share"])
    chosen = entity_table(frame, columns, view.currency, "together")
    st.caption(f"The first {len(found)} by orders in common · click a name to open it")
    if chosen is not None:
        go_to("product", product=str(found.iloc[chosen]["product_id"]))


def _partners_of(_: View, profile: ProductProfile) -> None:
    partners(profile)


def partners(profile: ProductProfile) -> None:
    """Creators who have a collaboration on the product, whether or not anything was sold."""
    found = ask(product_partners, profile.product_id)
    if found.empty:
        st.info("No collaboration on this product is known.")
        return
    config = st.column_config
    columns = {
        "handle": config.TextColumn("Creator", pinned=True),
        "followers": config.NumberColumn("Followers", format="localized"),
        "collaborations": config.NumberColumn("Collaborations"),
        "commission_rate": share_column("Commission"),
        "accepted_at": config.DateColumn("Agreed", format="D MMM YYYY"),
        "posted_at": config.DateColumn("Posted", format="D MMM YYYY"),
    }
    known = {name: column for name, column in columns.items() if found[name].notna().any()}
    frame = found.assign(commission_rate=100 * pd.to_numeric(found["commission_rate"]))
    chosen = entity_table(frame, known, profile.currency or "XXX", "partners")
    shown = "" if len(found) == profile.partners else f"the first {len(found):,} of "
    st.caption(f"{shown}{counted(profile.partners, 'creator')} · click a name to open the creator")
    if chosen is not None:
        go_to("creator", creator=str(found.iloc[chosen]["creator_id"]))
