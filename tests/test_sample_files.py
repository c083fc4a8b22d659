"""Templates of samples: prefilled, filled in, and read back as they were."""

from pathlib import Path

import pytest

from analytics.costs import sample_rows
from data.edit_files import read_rows
from data.edits import Saved
from data.store import Store
from pages.components.cost_kinds import KINDS, of_pairs
from pages.components.costs import templates
from tests import deals, tiny
from tests.entered import edits, session

ENDINGS = pytest.mark.parametrize("ending", ["csv", "xlsx"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return tiny.build(Store(tmp_path / "tiny"))


def template(store: Store, ending: str) -> bytes:
    """The template as the page offers it."""
    return templates(KINDS["Samples"], of_pairs(sample_rows(session(store), "a")))[ending]()


@ENDINGS
def test_a_template_filled_in_loads_and_comes_back_the_same(store: Store, ending: str) -> None:
    rows = read_rows(f"samples.{ending}", template(store, ending))
    assert rows["creator"].tolist() == ["@glow", "@pan_pete", "@glow"]
    assert edits(store).save_samples(rows) == Saved(0, 0), "an offer is no entry"
    rows.loc[2, ["shipped_on", "flat_fee", "commission_percent"]] = ["2026-02-10", "3.10", "7.25"]
    assert edits(store).save_samples(rows) == Saved(1, 0)
    again = read_rows(f"samples.{ending}", template(store, ending))
    assert again["creator"].tolist() == ["@glow", "@pan_pete", "@glow"]
    assert edits(store).save_samples(again) == Saved(0, 1)
    assert read_rows(f"x.{ending}", template(store, ending)).equals(again)


@ENDINGS
def test_collaborations_of_every_stage_come_back_the_same(tmp_path: Path, ending: str) -> None:
    store = tiny.build(Store(tmp_path / "tiny"), deals.tables())
    rows = read_rows(f"samples.{ending}", template(store, ending))
    assert rows["collaboration_id"].notna().sum() >= len(deals.DEALS)
    assert edits(store).save_samples(rows).rows == 0


def test_semicolons_and_commas_and_other_columns_are_read_alike(store: Store) -> None:
    comma = "product_id,creator,shipped_on,title\np1,@glow,2026-02-10,Serum\n"
    semicolon = "\ufeff" + comma.replace(",", ";").replace("\n", "\r\n")
    assert edits(store).save_samples(read_rows("x.csv", comma.encode())) == Saved(1, 0)
    assert edits(store).save_samples(read_rows("x.csv", semicolon.encode())) == Saved(0, 1)
