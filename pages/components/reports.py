"""What a report of Overview, of a shop or of a product holds; page, paper and workbook share it."""

from dataclasses import dataclass, field, replace
from typing import NoReturn

import streamlit as st

from analytics.market import MarketFacts
from analytics.merchants import merchant_profile
from analytics.product import product_profile
from pages.components import merchant, overview, overview_more, overview_why, product
from pages.components import product_lists as lists
from pages.components.access import viewer
from pages.components.asked import asked_view
from pages.components.concentration import spread_panel
from pages.components.figures import Figure, as_known, refunds_note
from pages.components.filters import View, shop_in_url
from pages.components.incremental import added_panel, new_share_note
from pages.components.links import link
from pages.components.pair_margin import left_over_panel
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.roster import creators_panel, creators_table
from pages.components.search import PRODUCT, picked
from pages.components.shop_promotions import promotions_table
from pages.components.shop_settlement import commission_panel
from pages.components.tables import Table
from pages.components.words import plain, short


@dataclass(frozen=True)
class Report:
    """One page's report; `of` is the page, `title` whom or what it is about. The figures are as the
    page shows them, the tables hold all rows; `shop` is named where the view does not say it.
    """

    of: str
    title: str
    view: View
    figures: tuple[Figure, ...]
    panels: tuple[Panel, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)
    shop: str | None = None

    @property
    def metrics(self) -> list[str]:
        """Every metric that a figure or a table shows, each once."""
        keys = [figure.key for figure in self.figures]
        return list(dict.fromkeys([*keys, *(key for t in self.tables for key in t.metrics)]))


def report_or_stop(facts: MarketFacts) -> Report:
    """The report that the address asks for; ends the page with a sentence where there is none."""
    of = st.query_params.get("of", "overview")
    if of not in REPORTS:
        _stop(f"There is no report of '{plain(short(of))}'.", "overview", "To Overview")
    return _as_the_market_knows(REPORTS[of](facts))


def _overview(facts: MarketFacts) -> Report:
    if not facts.has_orders:
        _without_orders("Overview", "overview")
    view = asked_view(facts, has_shop=True, has_category=True)
    of = view.slice
    moved = ["product"]
    moved += ["creator"] if facts.creators else []
    moved += ["merchant"] if viewer().is_analyst and not of.merchant_id else []
    shop = shop_in_url(of.merchant_id) if of.merchant_id else None
    chosen = {"shop": shop, "category": of.category}
    return Report(
        of="overview",
        title="Overview",
        view=view,
        figures=tuple(overview.headline_figures(view)),
        panels=(
            overview.trend_panel(view),
            overview_why.change_panel(view),
            overview_why.funnel_panel(view),
            overview_more.heat_panel(view),
        ),
        tables=(
            overview_more.channels_table(view),
            *(overview_why.moved_table(view, dimension) for dimension in moved),
        ),
        parameters={key: value for key, value in chosen.items() if value},
    )


def _merchant(facts: MarketFacts) -> Report:
    asked = st.query_params.get("merchant")
    merchant_id = viewer().merchant_id or asked
    if not merchant_id:
        _stop("Open a shop, and its report from there.", "merchant", "To a shop")
    profile = ask(merchant_profile, merchant_id)
    if profile is None:
        _stop(f"This market has no shop '{plain(short(merchant_id))}'.", "merchant", "To a shop")
    if asked not in (None, merchant_id):
        st.warning(merchant.ONLY_OWN, icon=":material/lock:")
    if not facts.has_orders:
        _without_orders(f"the shop {plain(short(profile['name']))}", "merchant")
    view = merchant.of_shop(asked_view(facts), profile)
    return Report(
        of="merchant",
        title=profile["name"],
        view=view,
        figures=tuple(merchant.headline_figures(view)),
        panels=(
            merchant.trend_panel(view),
            spread_panel(view, "product"),
            creators_panel(view),
            added_panel(view, "creator"),
            left_over_panel(view),
            commission_panel(view),
        ),
        tables=(merchant.products_table(view), creators_table(view), promotions_table(view)),
        notes=(told, new_share_note(view)) if (told := merchant.attributed_note(view)) else (),
        parameters={"merchant": merchant_id},
    )


def _product(facts: MarketFacts) -> Report:
    found = picked(PRODUCT)
    if found is None:
        asked = st.query_params.get("product")
        told = f"No product '{plain(short(asked))}' in this market." if asked else ""
        _stop(f"{told} Open a product, and its report from there.", "products", "To Products")
    profile = ask(product_profile, str(found["id"]))
    if not facts.has_days:
        _without_orders(f"the product {plain(short(profile.title))}", "product")
    chosen = asked_view(facts)
    view = View(chosen.facts, chosen.slice.of(product_id=profile.product_id))
    carriers = (lists.carriers_table(view),) if facts.creators else ()
    return Report(
        of="product",
        title=profile.title,
        view=view,
        figures=tuple(product.headline_figures(view)),
        panels=(
            product.sold_panel(view),
            product.price_panel(view),
            product.left_over_panel(view),
            product.refunds_panel(view),
        ),
        tables=(*carriers, lists.promotions_table(view)),
        notes=(product.flagged_note(view), product.lacking_note(view)),
        parameters={"product": profile.product_id},
        shop=profile.merchant_id,
    )


REPORTS = {"overview": _overview, "merchant": _merchant, "product": _product}


def _as_the_market_knows(report: Report) -> Report:
    """The report with its figures and notes as far as the market can tell them."""
    view = report.view
    known = tuple(as_known(view, figure) for figure in report.figures)
    notes = (refunds_note(view, known), *report.notes)
    return replace(report, figures=known, notes=tuple(note for note in notes if note))


def _without_orders(what: str, page: str) -> NoReturn:
    named = {key: st.query_params[key] for key in ("merchant", "product") if key in st.query_params}
    sentence = (
        f"There is no report of {what}: this market has no orders, so its figures are not "
        "estimable. Order lines would bring them; what is known stands on the page."
    )
    _stop(sentence, page, "To the page", **named)


def _stop(sentence: str, page: str, label: str, **parameters: str) -> NoReturn:
    st.title("Report", anchor=False)
    st.info(sentence.strip())
    link(page, label, icon=":material/arrow_back:", **parameters)
    st.stop()
