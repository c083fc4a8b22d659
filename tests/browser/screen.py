"""A browser tab on the app, and what a visitor would complain of."""

import os
import re
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

from bootstrap import find_browser
from tests.browser.server import Served

LOOK = Path(__file__).with_name("look.js")
SETTLE_SECONDS, QUIET_MILLISECONDS = 40, 500
# Streamlit looks for its own endpoints below a deep link before it finds them at the root.
STREAMLITS_OWN = re.compile(r"/[^/]+/_stcore/(health|host-config)$")
NO_NUMBER = re.compile(r"\b(nan|NaN|NaT|undefined|inf)\b|\[object Object\]")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, without a window and without calls to its maker."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=find_browser(), args=[*QUIET, *sandbox])


class Screen:
    """One tab; `complaints` collects what the console and the network say meanwhile."""

    def __init__(self, page: Page, app: Served) -> None:
        self.page, self.app = page, app
        self.complaints: list[str] = []
        self._log_start = len(app.written)
        page.add_init_script(path=LOOK)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._asked)

    def open(self, path: str = "", **query: str) -> "Screen":
        """Opens a page as a cold deep link and waits until it is at rest."""
        address = f"{self.app.url}/{path}"
        self.page.goto(f"{address}?{urlencode(query)}" if query else address)
        return self.settle()

    def settle(self) -> "Screen":
        """Waits until the script has run, nothing is loading and every chart has been drawn."""
        self.page.wait_for_function(
            f"window.tandem?.settled({QUIET_MILLISECONDS})", timeout=SETTLE_SECONDS * 1000
        )
        return self

    @property
    def text(self) -> str:
        return str(self.page.evaluate("tandem.text()"))

    @property
    def charts(self) -> dict[str, int]:
        """Marks drawn in each visible chart, by the first line of the block it stands in."""
        found = self.page.evaluate("tandem.charts()")
        return {f"{place} {chart['name']}": chart["marks"] for place, chart in enumerate(found, 1)}

    @property
    def height(self) -> int:
        """How tall the whole page is, in pixels."""
        return int(self.page.evaluate("tandem.height()"))

    def problems(self) -> list[str]:
        """All that is wrong with the page as it stands; empty where a visitor is content."""
        look = self.page.evaluate
        return [
            *self.complaints,
            *(f"error box: {text}" for text in look("tandem.errors()")),
            *(f"scrolls sideways: {what}" for what in look("tandem.sideways()")),
            *(f"figure cut off: {figure}" for figure in look("tandem.cutFigures()")),
            *(f"no number: '{found[0]}'" for found in NO_NUMBER.finditer(self.text)),
            *(f"server: {text}" for text in [self.app.complaints(self._log_start)] if text),
        ]

    def shoot(self, path: Path) -> None:
        """Takes a picture of the whole page, however tall."""
        size = self.page.viewport_size
        assert size is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size({"width": size["width"], "height": max(self.height, 400)})
        self.settle()
        self.page.screenshot(path=path)
        self.page.set_viewport_size(size)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not STREAMLITS_OWN.search(message.location["url"]):
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _asked(self, request: Request) -> None:
        """Nothing may be fetched from elsewhere: the app must work without the internet."""
        if not request.url.startswith((self.app.url, "data:", "blob:")):
            self.complaints.append(f"asks another machine: {request.url}")
