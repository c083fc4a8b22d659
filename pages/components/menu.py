"""Every screen, in the order of the menu; the first of a market's viewer is where they land."""

from dataclasses import dataclass

import streamlit as st

from pages.components.access import viewer


@dataclass(frozen=True)
class Screen:
    """A page script in pages/, its address and place in the menu; hidden ones open from lists.

    A merchant lands on the shops' home, which stands first in their menu.
    """

    file: str
    title: str
    icon: str
    section: str = ""
    is_hidden: bool = False
    is_for_analysts: bool = False
    is_home_of_shops: bool = False
    address: str = ""

    @property
    def url(self) -> str:
        return self.address or self.file.removesuffix(".py")


SCREENS = (
    Screen("overview.py", "Overview", ":material/monitoring:"),
    Screen("products.py", "Products", ":material/inventory_2:"),
    Screen("creators.py", "Creators", ":material/group:"),
    Screen("merchants.py", "Merchants", ":material/storefront:", is_for_analysts=True),
    Screen("matches.py", "Matches", ":material/join_inner:"),
    Screen("what_if.py", "What-if", ":material/tune:"),
    Screen("roster.py", "Roster", ":material/groups:"),
    Screen("experiments.py", "Experiments", ":material/science:"),
    Screen("product.py", "Product", ":material/inventory_2:", is_hidden=True),
    Screen("creator.py", "Creator", ":material/person:", is_hidden=True),
    Screen(
        "merchant.py",
        "Merchant",
        ":material/storefront:",
        is_hidden=True,
        is_home_of_shops=True,
    ),
    Screen("report.py", "Report", ":material/print:", is_hidden=True),
    Screen(
        "inspector.py",
        "Inspector",
        ":material/troubleshoot:",
        section="Behind the numbers",
        is_for_analysts=True,
    ),
    Screen("quality.py", "Model quality", ":material/speed:", section="Behind the numbers"),
    Screen("trust.py", "Trust", ":material/verified:", section="Behind the numbers"),
    Screen(
        "sources.py",
        "Data",
        ":material/database:",
        section="Behind the numbers",
        is_for_analysts=True,
        address="data",
    ),
)


def screens() -> tuple[Screen, ...]:
    """The screens that the viewer may open."""
    return tuple(s for s in SCREENS if viewer().is_analyst or not s.is_for_analysts)


def home() -> Screen:
    """Where the viewer lands: Overview, or a merchant's own shop."""
    return next(s for s in SCREENS if viewer().is_analyst or s.is_home_of_shops)


def pages() -> dict[str, list[st.Page]]:
    """Streamlit's pages by section of the menu, home first; what a viewer may not open says so
    when asked.

    Streamlit serves its default page at the bare address alone; that home's own address works too,
    it stands a second time among the hidden ones.
    """
    sections: dict[str, list[st.Page]] = {home().section: [_page(home(), is_default=True)]}
    for screen in SCREENS:
        sections.setdefault(screen.section, []).append(_page(screen))
    return sections


def _page(screen: Screen, *, is_default: bool = False) -> st.Page:
    is_shown = screen in screens() and not screen.is_hidden and screen != home()
    return st.Page(
        screen.file,
        title="My shop" if screen == home() and screen.is_home_of_shops else screen.title,
        icon=screen.icon,
        url_path="home" if is_default else screen.url,
        default=is_default,
        visibility="visible" if is_default or is_shown else "hidden",
    )
