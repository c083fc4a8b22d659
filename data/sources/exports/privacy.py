"""Buyers stay unknown: they become keyed hashes at the door, and quarantine keeps no trace of them.

A row that cannot be loaded is kept with the fields that its format knows. A cell that is not what
its column should hold may have slipped in from a column of names or phones, so of words and of bare
digits only what fits the column is kept.
"""

import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa

from data.durable import write_text_durably
from data.lake import Rejected
from data.sources.exports.harmless import is_harmless
from data.store import Store

WITHHELD = "(withheld: may be personal)"
HASHED = "buyer-"
HASH = re.compile(rf"{HASHED}[0-9a-f]{{20}}")


@dataclass(frozen=True)
class Key:
    """The market's own key for hashes; it lies beside the lake and never leaves the machine."""

    store: Store
    is_kept: bool

    @cached_property
    def _secret(self) -> bytes:
        path = self.store.root / "buyers.key"
        if path.exists():
            return bytes.fromhex(path.read_text())
        secret = secrets.token_bytes(32)
        if self.is_kept:
            write_text_durably(path, secret.hex())
            path.chmod(0o600)
        return secret

    def hashed(self, buyers: pa.Array) -> pa.Array:
        """A stable name per buyer that tells nothing; what is hashed already stays."""
        encoded = buyers.dictionary_encode()
        names = pa.array(
            [self.name(buyer) for buyer in encoded.dictionary.to_pylist()], pa.string()
        )
        return names.take(encoded.indices)

    def name(self, buyer: str) -> str:
        if HASH.fullmatch(buyer):
            return buyer
        return HASHED + hmac.digest(self._secret, buyer.casefold().encode(), "sha256").hex()[:20]


def masked(row: Rejected, doubtful: Collection[str]) -> Rejected:
    """A row as quarantine may keep it: cells of doubtful columns only where they are harmless.

    What is withheld is also taken out of the reason, wherever that repeats it.
    """
    withheld = {name for name in doubtful if not _may_stay(row.record.get(name, ""))}
    record = {name: WITHHELD if name in withheld else v for name, v in row.record.items()}
    cells = {str(row.record[name]) for name in withheld}
    return replace(row, record=record, reason=_without(row.reason, cells))


def masked_whole(row: Rejected) -> Rejected:
    """A row whose cells stand in no known column."""
    return masked(row, row.record.keys())


def _without(reason: str, cells: Collection[str]) -> str:
    """A reason without cells; one that holds another goes first."""
    ways = "|".join(re.escape(cell) for cell in sorted(cells, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{ways})(?!\w)", WITHHELD, reason) if ways else reason


def _may_stay(cell: Any) -> bool:
    text = str(cell)
    return not text or is_harmless(text) or HASH.fullmatch(text) is not None
