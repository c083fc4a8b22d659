"""Every screen, in the order of the menu; the first of a market's viewer is where they land."""

from dataclasses import dataclass

import streamlit as st

from pages.components.access import viewer


@dataclass(frozen=True)
class Screen:
    """A page script in pages/, its address and place in the menu; hidden ones open from lists."""

    file: str
    title: str
    icon: str
    section: str = ""
    is_hidden: bool = False
    is_for_analysts: bool = False
    address: str = ""

    @property
    def url(self) -> str:
        return self.address or self.file.removesuffix(".py")


SCREENS = (
    Screen("overview.py", "Overview", ":material/monitoring:"),
    Screen("matches.py", "Matches", ":material/join_inner:"),
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


def pages() -> dict[str, list[st.Page]]:
    """Streamlit's pages by section of the menu; what a viewer may not open says so when asked."""
    sections: dict[str, list[st.Page]] = {}
    for screen in SCREENS:
        sections.setdefault(screen.section, []).append(_page(screen))
    return sections


def _page(screen: Screen) -> st.Page:
    return st.Page(
        screen.file,
        title=screen.title,
        icon=screen.icon,
        url_path=screen.url,
        default=screen is SCREENS[0],
        visibility="hidden" if screen.is_hidden or screen not in screens() else "visible",
    )
