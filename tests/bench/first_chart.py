"""How soon Overview draws its first chart, against a bare page with one chart, in one run.

`python -m tests.bench.first_chart --json`: both apps are visited in turn in the same Chromium, each
visit a new tab, from the start of navigation to the first mark of the first chart. The first visit
of each, which also opens the warehouse, is told apart.
"""

import re
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import BrowserContext, sync_playwright

from tests.bench.report import p50, p95, tell
from tests.browser.markets import Pantry
from tests.browser.screen import launch
from tests.browser.server import Served, serve

BARE = Path(__file__).with_name("bare.py")
FIRST_MARK = """
    () => document.querySelector(
        '[data-testid="stVegaLiteChart"] svg.marks g.role-mark:not(.mark-group) > *'
    ) && performance.now()
"""


def visit(context: BrowserContext, url: str) -> float:
    """Milliseconds from the start of navigation to the first mark of the page's first chart."""
    tab = context.new_page()
    tab.goto(url, wait_until="commit")
    drawn = tab.wait_for_function(FIRST_MARK, polling="raf").json_value()
    tab.close()
    return float(drawn)


def peak_memory_mb(app: Served) -> int:
    """The most memory that the server has held."""
    status = Path("/proc", str(app.pid), "status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return round(int(found[1]) / 1024)


def main(
    market: Annotated[str, typer.Option(help="The market that Overview shows.")] = "demo",
    visits: Annotated[int, typer.Option(help="Visits to each page after the first.")] = 15,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Compares the time to Overview's first chart with a bare page's; the aim is a ratio of 2."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder, "store")
        Pantry().copy(market, store)
        with (
            serve(store, Path(folder, "app.log"), TANDEM_MARKET=market) as app,
            serve(store, Path(folder, "bare.log"), script=BARE) as bare,
        ):
            context = launch(playwright).new_context(viewport={"width": 1440, "height": 900})
            first_bare, first_app = visit(context, bare.url), visit(context, app.url)
            pairs = [(visit(context, bare.url), visit(context, app.url)) for _ in range(visits)]
            memory = peak_memory_mb(app)
    bares, apps = zip(*pairs, strict=True)
    ratio = round(p50(apps) / p50(bares), 2)
    lines = [
        f"Overview, {market}: {p50(apps)} ms to the first chart (p95 {p95(apps)}, first visit "
        f"{first_app:.0f})",
        f"bare page: {p50(bares)} ms (p95 {p95(bares)}, first visit {first_bare:.0f})",
        f"ratio {ratio}",
    ]
    figures = {
        "bench": "first_chart",
        "market": market,
        "ratio": ratio,
        "p50_ms": p50(apps),
        "p95_ms": p95(apps),
        "first_visit_ms": round(first_app, 1),
        "bare_p50_ms": p50(bares),
        "bare_p95_ms": p95(bares),
        "peak_memory_mb": memory,
    }
    tell(lines, figures, as_json)


if __name__ == "__main__":
    typer.run(main)
