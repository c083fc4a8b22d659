"""Building a simulated market: equal for equal seeds, whole or not at all."""

import json
from dataclasses import replace
from importlib import import_module

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from typer.testing import CliRunner

from data import lake
from data.market.build import ForeignMarketError, build, small_market
from data.market.content_hash import content_hashes
from data.market.plan import small
from data.store import Store
from tests.simulated import read

cli = import_module("data.market.__main__")


def test_equal_seeds_give_equal_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("seeds")
    stores = [Store(folder / name / "small") for name in ("one", "same", "other")]
    for store, seed in zip(stores, (1, 1, 2), strict=True):
        small_market(store, seed)
    one, same, other = (content_hashes(store) for store in stores)
    assert one == same
    assert not any(one[table] == other[table] for table in ("events", "order_lines", "products"))


def test_rows_do_not_hang_on_how_they_were_cut(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Dimensions and collaborations are the same however small the stretches of days are."""
    store = Store(tmp_path_factory.mktemp("cut") / "small")
    build(store, replace(small("small"), chunk=2_000), 1)
    stretched = content_hashes(store)
    whole = Store(store.root.parent / "whole" / "small")
    small_market(whole, 1)
    hashes = content_hashes(whole)
    for table in ("products", "collaborations", "content", "live_minutes"):
        assert stretched[table] == hashes[table]
    clicks = {s: pc.sum(read(s, "events")["n"]).as_py() for s in (store, whole)}
    assert np.isclose(clicks[store], clicks[whole], rtol=0.05)


def test_an_interrupted_build_leaves_the_market_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store(tmp_path_factory.mktemp("killed") / "small")
    small_market(store, 1)
    (store.user / "notes").mkdir(parents=True)
    before = content_hashes(store)

    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(store, small("small"), 2, stop)
    assert content_hashes(store) == before
    assert [path.name for path in store.root.parent.iterdir()] == ["small"]
    small_market(store, 2)
    assert content_hashes(store) != before
    assert (store.user / "notes").is_dir()


def test_loaded_data_is_never_replaced_by_a_simulation(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store(tmp_path_factory.mktemp("foreign") / "ours")
    with lake.load(store, "sheet.csv") as load:
        load.add("merchants", pa.table({"merchant_id": ["a"], "name": ["Alder"]}))
    with pytest.raises(ForeignMarketError, match=r"sheet\.csv"):
        small_market(store, 1)


def test_the_commands_build_once_draw_panels_and_hash(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("commands")
    monkeypatch.setenv("TANDEM_STORE", str(folder))
    monkeypatch.setattr(cli, "demo", lambda scale: small("demo"))

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli.app, list(arguments))
        return result.exit_code, result.output

    assert run("hash", "--market", "demo")[0] == 1
    code, said = run("build", "--market", "demo", "--json")
    assert (code, json.loads(said)["built"]) == (0, True)
    for seed, words in (("1", "is there already"), ("2", "of another seed")):
        code, said = run("build", "--market", "demo", "--seed", seed)
        assert code == 0
        assert words in said
    code, said = run("hash", "--market", "demo", "--json")
    assert json.loads(said) == content_hashes(Store(folder / "demo"))
    code, said = run("panel", "--scenario", "S9", "--out", str(folder / "panel"))
    assert code == 2
    assert "S2-trial" in said
    size = ("--products", "200", "--creators", "60")
    code, said = run("panel", "--scenario", "S1", "--out", str(folder / "panel"), *size, "--json")
    assert code == 0
    assert json.loads(said)["starts"] > 10
