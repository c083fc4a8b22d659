"""Public sequences of purchases as a stream: what sequence adds, measured on real people."""

from pathlib import Path

import numpy as np
import pandas as pd

from models.encoding import LEVEL
from models.interests.keys import Keys
from models.interests.memory import DAY, LANDMARK
from models.interests.stream import Stream
from models.protocols.folder import check_files, lists
from models.protocols.next_item import attributes

PROTOCOL = "next-item"
STEP = 30 * DAY
"""Such files tell an order and no times, so purchases are put a month apart: long-term interest
then fades with each, and a session is the last purchase alone.
"""
LAST_DAY = 20_000


def sequences(folder: Path, name: str, days: int) -> tuple[Stream, Keys, int]:
    """The folder of the next-item protocol, and the last day of its events. Each shopper's last
    purchase is of the last `days`, the one before of as many before these, all others earlier. An
    item's attributes stand for its category path. Raises FolderFormatError.
    """
    check_files(PROTOCOL, folder, (f"{name}.txt", f"{name}_item_attributes.json"))
    bought, tags = (
        lists(folder / f"{name}.txt"),
        attributes(folder / f"{name}_item_attributes.json"),
    )
    ids = bought["product_id"].unique()
    paths = [LEVEL.join(tags.get(item, [])) or None for item in ids]
    keys = Keys.learned(
        pd.DataFrame({"product_id": ids, "category_path": paths, "price": np.nan, "currency": None})
    )
    entity, shoppers = pd.factorize(bought["creator_id"])
    back = bought.groupby("creator_id")["at"].transform("max") - bought["at"]
    stream = Stream(
        "shopper",
        shoppers.to_numpy(np.str_),
        entity.astype(np.int64),
        bought["product_id"].map(keys.product).to_numpy(np.int64),
        LANDMARK + STEP * bought["at"].to_numpy(float),
        (LAST_DAY - days * np.minimum(back, 2)).to_numpy(np.int64),
    )
    return stream, keys, LAST_DAY
