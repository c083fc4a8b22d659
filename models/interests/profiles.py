"""The interests of all shoppers or creators of a market: read at once, then kept up live."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from data.warehouse import Session
from models.artefact import (
    check_seal,
    read_arrays,
    read_document,
    seal,
    write_arrays,
    write_document,
)
from models.entities import Block, Ids
from models.interests.keys import Keys, market_keys
from models.interests.memory import LANDMARK, MEMORIES, Memory
from models.interests.profile import Profile
from models.interests.recent import Recent
from models.question import sql


@dataclass(frozen=True)
class Profiles:
    """`totals`: entities × products, long-term sums; `n`: events of each entity. Entities that had
    an event since live in `_live`, which is all that an update touches.
    """

    kind: str
    memory: Memory
    keys: Keys
    entities: Ids
    totals: Block
    n: NDArray[np.int64]
    recent: Recent
    _live: dict[str, Profile] = field(default_factory=dict)

    @classmethod
    def before(
        cls,
        session: Session,
        kind: str,
        cut_off: date | None = None,
        *,
        entity_id: str | None = None,
        merchant_id: str | None = None,
        memory: Memory | None = None,
    ) -> "Profiles":
        """Profiles of a kind from all that was told before a local day (None: by now), within the
        session's scope, of one entity or on one shop's products where asked so; events on
        products without a row are left out.
        """
        memory, keys = memory or MEMORIES[kind], market_keys(session)
        found = session.frame(
            sql("interest_profiles"),
            kind=kind,
            cut_off=cut_off,
            entity_id=entity_id,
            merchant_id=merchant_id,
            landmark=LANDMARK,
            half_life=memory.long_half_life,
            kept=memory.kept,
        )
        return cls(kind, memory, keys, *_tables(found, keys))

    def __len__(self) -> int:
        return len(self._row.keys() | self._live.keys())

    @cached_property
    def _row(self) -> Mapping[str, int]:
        return {name: row for row, name in enumerate(self.entities.tolist())}

    def of(self, entity_id: str) -> Profile:
        """One entity's profile as it stands; an empty one of an entity without events."""
        if entity_id in self._live:
            return self._live[entity_id]
        row = self._row.get(entity_id)
        if row is None:
            return Profile(self.memory, self.keys)
        own = slice(self.totals.indptr[row], self.totals.indptr[row + 1])
        sums = zip(self.totals.indices[own].tolist(), self.totals.data[own].tolist(), strict=True)
        return Profile(self.memory, self.keys, dict(sums), self.recent.of(row), int(self.n[row]))

    def update(self, entity_id: str, product_id: str, seconds: float) -> bool:
        """Takes in one event; False, and no trace, where the product is not known yet."""
        product = self.keys.product.get(product_id)
        if product is None:
            return False
        profile = self._live.get(entity_id)
        if profile is None:
            profile = self._live[entity_id] = self.of(entity_id)
        profile.update(product, seconds)
        return True

    def weights(self, span: str) -> Block:
        """Entities × products: what counts over the `long` run, or in the `short` last session."""
        if self._live:
            raise ValueError("settle the profiles first: some had events since")
        if span == "long":
            return self.totals
        return self.recent.sessions(self.memory, len(self.keys))

    def settled(self) -> "Profiles":
        """The same profiles with all that came since as part of the tables."""
        entities = np.array(sorted(self._row.keys() | self._live.keys()), np.str_)
        held = [self.of(name) for name in entities.tolist()]
        bounds = np.cumsum([0, *(len(profile.totals) for profile in held)])
        products = [product for profile in held for product in sorted(profile.totals)]
        sums = [profile.totals[product] for profile in held for product in sorted(profile.totals)]
        shape = (len(held), len(self.keys))
        totals = sparse.csr_array(
            (np.array(sums, float), np.array(products, np.int32), bounds), shape=shape
        )
        n = np.array([profile.n for profile in held], np.int64)
        recent = Recent.gathered(profile.recent for profile in held)
        return Profiles(self.kind, self.memory, self.keys, entities, totals, n, recent)

    def save(self, folder: Path) -> None:
        """Writes arrays, settings and checksums into an empty folder."""
        held = self.settled()
        arrays = {
            "entities": held.entities,
            "n": held.n,
            "data": held.totals.data,
            "indices": held.totals.indices,
            "indptr": held.totals.indptr,
            "bounds": held.recent.bounds,
            "seconds": held.recent.seconds,
            "product": held.recent.product,
        }
        write_arrays(folder / "profiles.npz", arrays)
        write_arrays(folder / "keys.npz", held.keys.arrays())
        write_document(folder / "memory.json", {"kind": held.kind, **asdict(held.memory)})
        seal(folder)

    @classmethod
    def load(cls, folder: Path) -> "Profiles":
        """The profiles of a folder. Raises ModelMissingError, ModelCorruptError."""
        check_seal(folder)
        settings = read_document(folder / "memory.json")
        arrays, keys = (
            read_arrays(folder / "profiles.npz"),
            Keys.restored(read_arrays(folder / "keys.npz")),
        )
        shape = (len(arrays["entities"]), len(keys))
        sums = (arrays["data"], arrays["indices"], arrays["indptr"])
        return cls(
            settings.pop("kind"),
            Memory(**settings),
            keys,
            arrays["entities"],
            sparse.csr_array(sums, shape=shape),
            arrays["n"],
            Recent(arrays["bounds"], arrays["seconds"], arrays["product"]),
        )


def _tables(found: pd.DataFrame, keys: Keys) -> tuple[Ids, Block, NDArray[np.int64], Recent]:
    """What a question by entity and product found, as tables; its rows are in order of both."""
    product = found["product_id"].map(keys.product)
    known = product.notna()
    found, product = found[known], product[known].to_numpy(np.int32)
    row, entities = pd.factorize(found["entity_id"])
    shape = (len(entities), len(keys))
    totals = sparse.csr_array((found["weight"].to_numpy(float), (row, product)), shape=shape)
    n = np.bincount(row, found["n"], len(entities)).astype(np.int64)
    recent = Recent.told(found["recent"], row, product, len(entities))
    return entities.to_numpy(np.str_), totals, n, recent
