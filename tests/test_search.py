"""Finding things by name: every word counts, the likeliest first, at most 50, own scope alone."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.search import MOST, search_creators, search_merchants, search_products
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny


def opened(folder: Path, products: pd.DataFrame | None = None, *shops: str) -> Session:
    tables = tiny.frames()
    if products is not None:
        tables["products"] = products
    store = tiny.build(Store(folder / "tiny"), tables)
    scope = Scope.of_merchants(*shops) if shops else Scope.everything()
    return Warehouse.snapshot(store).session(scope)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    titles = ["Crème de jour", "Day creme, rich", "Pan 100%", "Serum_x"]
    products = pd.DataFrame(
        {
            "product_id": ["p1", "p2", "p3", "Serum"],
            "merchant_id": ["a", "a", "b", "a"],
            "title": titles,
            "brand": ["Alder", None, "Iron & Co", None],
        }
    )
    return opened(tmp_path_factory.mktemp("store"), products)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("creme", ["p2", "p1"]),
        ("jour crème", ["p1"]),
        ("CO pan", ["p3"]),
        ("100%", ["p3"]),
        ("_", ["Serum"]),
        ("serum", ["Serum"]),
        ("p2", ["p2"]),
        ("'; drop", []),
    ],
)
def test_every_word_counts_and_no_sign_is_a_wildcard(
    session: Session, text: str, found: list[str]
) -> None:
    assert set(search_products(session, text)["id"]) == set(found)


def test_an_exact_id_comes_first_then_what_begins_so(session: Session) -> None:
    assert search_creators(session, "@pan_pete")["name"].tolist() == ["@pan_pete"]
    assert search_creators(session, "c1").loc[0, "id"] == "c1"
    assert search_merchants(session, "b")["id"].tolist() == ["b"]
    assert search_products(session, "day")["id"].tolist() == ["p2"]


def test_no_text_finds_what_sells_most(session: Session) -> None:
    assert search_products(session)["id"].tolist()[:2] == ["p1", "p2"]


def test_hits_are_few(tmp_path: Path) -> None:
    ids = [f"x{n}" for n in range(MOST + 9)]
    session = opened(
        tmp_path, pd.DataFrame({"product_id": ids, "merchant_id": "a", "title": "Same"})
    )
    assert len(search_products(session, "same")) == MOST
    assert search_products(session, "x58").loc[0, "id"] == "x58"


def test_a_shop_finds_its_own_alone(tmp_path: Path) -> None:
    session = opened(tmp_path, None, "b")
    assert search_products(session)["id"].tolist() == ["p3"]
    assert search_merchants(session)["id"].tolist() == ["b"]
