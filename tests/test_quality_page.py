"""Model quality: the page tells what a version says of itself, and what may be done with it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.store import Store
from models.artefact import seal
from models.progress import Reporter
from models.training import train
from models.versions import current, publish
from tests import tiny
from tests.places import ROOT

SHELL = ROOT / "pages" / "shell.py"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of this process: the tiny market trained twice, and one that links nobody."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("store")
        patch.setitem(os.environ, "TANDEM_STORE", str(folder))
        store = tiny.build(Store.of("tiny"))
        for _ in range(2):
            publish(store, train(store))
        tables = {name: rows for name, rows in tiny.frames().items() if name != "events"}
        tables["order_lines"]["creator_id"] = None
        tiny.build(Store.of("unlinked"), tables)
        yield folder
        OWNER.stop()


@pytest.fixture
def store(root: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TANDEM_STORE", str(root))
    monkeypatch.delenv("TANDEM_MERCHANT", raising=False)
    st.cache_data.clear()
    return Store.of("tiny")


def opened(market: str = "tiny") -> AppTest:
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.query_params["market"] = market
    page.run().switch_page("quality.py").run()
    assert not page.exception
    return page


def tiles(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def rewrite(store: Store, version: str, **changes: Any) -> None:
    """Plants other words in a version's account of itself, and seals it as training would."""
    path = store.models / version / "meta.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    (path.parent / "SHA256SUMS").unlink()
    seal(path.parent)


def figures(ndcg: float, recall: float) -> list[dict[str, Any]]:
    """What a judged version says of the method `content` on 40 held-out products."""
    line = {"part": "test", "method": "content", "products": "all", "n": 40}
    line |= {"ndcg@10": ndcg, "recall@10": 0.1, "recall@50": recall, "map": 0.1, "mrr": 0.1}
    line |= {"median_rank": 9.0, "base_rate": 0.01}
    line["intervals"] = {"ndcg@10": [ndcg - 0.1, ndcg + 0.1], "recall@50": None}
    band = {"first": 1, "last": 5, "shown": 200, "hits": 30, "share": 0.15, "low": 0.1, "high": 0.2}
    return [line | {"by_rank": [band]}]


def test_a_market_too_thin_to_judge_says_so(store: Store) -> None:
    page = opened()
    assert tiles(page)["NDCG@10"] == "not judged"
    assert any("Not estimable" in info.value for info in page.info)


def test_the_page_shows_what_the_version_says(store: Store) -> None:
    version = current(store) or ""
    held_out = {"by": "time", "test_from": "2026-02-01", "days": 28, "pairs": 77}
    judged = {"winner": "content", "chosen_by": "ndcg@10", "held_out": held_out}
    rewrite(store, version, figures=figures(0.321, 0.654), **judged)
    page = opened()
    assert {"NDCG@10": "0.321", "recall@50": "0.654", "In force": "Content"}.items() <= tiles(
        page
    ).items()
    said = " ".join(caption.value for caption in page.caption)
    assert "n = 77 new pairs" in said
    assert "n = 40 products" in said
    rewrite(store, version, figures=figures(0.4, 0.654))
    assert tiles(opened())["NDCG@10"] == "0.400"


def test_what_each_generator_finds_is_told_at_both_depths(store: Store) -> None:
    version = current(store)
    assert version is not None
    rewrite(store, version, merging=[])
    assert any("generators were not compared" in info.value for info in opened().info)
    line = {"recall": 0.25, "new_recall": {"product": None, "creator": 0.125}, "proposed": 61.5}
    own = [
        line | {"method": m, "is_member": m == "ials", "alone": 0.5} for m in ("ials", "content")
    ]
    told = {"n": 40, "pairs": 90, "candidates": 800.0, "generators": own}
    told |= {"merged": line, "overlap": [[1.0, 0.3], [0.3, 1.0]]}
    rewrite(store, version, merging=[told | {"depth": depth} for depth in (50, 500)])
    page = opened()
    (said,) = [c.value for c in page.caption if "proposals of both" in c.value]
    assert "n = 40 products, 90 pairs to find among 800 creators" in said
    assert "all together propose 62 per product and find 25.0 %" in said
    assert "tried, not merged" in said
    assert "new to it" not in said, "a version that did not count them says nothing of them"
    page.segmented_control(key="generator-depth").set_value(500).run()
    assert any("each proposes its first 500" in caption.value for caption in page.caption)
    told |= {"new_pairs": {"product": 0, "creator": 8}, "listed": line, "depth": 50}
    rewrite(store, version, merging=[told])
    (said,) = [c.value for c in opened().caption if "proposals of both" in c.value]
    assert "of 8 pairs with a creator new to it they find 12.5 %, the list, for which" in said
    assert "with a product new to it" not in said, "there were none to find"
    rewrite(store, version, merging=[])


def test_newer_data_than_the_model_is_told(store: Store) -> None:
    version = current(store) or ""
    assert not any("since it was trained" in caption.value for caption in opened().caption)
    rewrite(store, version, data_version=0)
    assert any("1 load since it was trained" in caption.value for caption in opened().caption)
    rewrite(store, version, data_version=1)


def test_every_version_is_listed_and_a_damaged_one_named(store: Store) -> None:
    versions = opened().dataframe[-1].value.set_index("version")["state"]
    assert versions.tolist() == ["in force", "kept"]
    damaged = store.models / versions.index[1] / "meta.json"
    whole = damaged.read_text()
    damaged.write_text(whole.replace("seed", "speed"))
    assert opened().dataframe[-1].value["state"].tolist() == ["in force", "damaged"]
    damaged.write_text(whole)


def test_a_market_without_links_says_why_it_cannot_learn(store: Store) -> None:
    page = opened("unlinked")
    assert "nothing in this market links a creator to a product" in page.info[0].value
    assert not any(button.key == "train" for button in page.button)


def test_a_merchant_may_look_but_not_train_or_roll_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any(button.key == "train" for button in opened().button)
    monkeypatch.setenv("TANDEM_MERCHANT", "a")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")
    page = opened()
    assert tiles(page)["In force"]
    assert not {button.key for button in page.button} & {"train", "cancel-training", "roll-back"}
    assert any("for analysts" in caption.value for caption in page.caption)
    assert not page.dataframe, "of two shops, figures of both would tell the other's"
    assert not any("n = " in caption.value for caption in page.caption)


@pytest.mark.parametrize(
    ("state", "said"),
    [("cancelled", "was cancelled"), ("failed", "failed: no disk"), ("running", "stopped")],
)
def test_the_end_of_the_last_training_is_told(store: Store, state: str, said: str) -> None:
    """One that claims to run while nothing holds its lock has stopped without a word."""
    reporter = Reporter(store, os.getpid())
    if state != "running":
        reporter.end(state, error="no disk" if state == "failed" else None)
    page = opened()
    words = [element.value for element in (*page.caption, *page.warning)]
    assert any(said in word for word in words)
    assert any(button.key == "train" for button in page.button)
