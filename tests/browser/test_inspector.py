"""The Inspector in the browser: from a match's card into the model, at both widths."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import OpenScreen
from tests.places import OUTPUT


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_match_is_inspected_from_its_card(
    width: int, scheme: str, screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    product = market("demo")["product"]
    tab = screen(width, scheme).open("matches", market="demo", product=product, sort="Best fit")
    creator = tab.page.locator(".st-key-card h3").inner_text()
    tab.page.get_by_role("link", name="Inspect", exact=True).click()
    tab.page.wait_for_url("**/inspector?*")
    tab.settle()
    assert f"{creator} for " in tab.text
    assert len(tab.charts) == 2
    assert all(tab.charts.values()), "a chart without marks"
    tab.page.get_by_text("All ", exact=False).filter(has_text="signals").first.click()
    tab.settle()
    tab.shoot(OUTPUT / f"inspector-{width}-{scheme}.png")
    assert not (problems := tab.problems()), "\n".join(problems)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_whole_lists_and_versions_hold(
    width: int, scheme: str, screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    market("demo")
    for view, said in (("Whole list", "Near misses"), ("Two versions", "one version alone")):
        tab = screen(width, scheme).open("inspector", market="demo", view=view)
        assert said in tab.text
        assert not (problems := tab.problems()), "\n".join(problems)
