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
from data.store import Store

WITHHELD = "(withheld: may be personal)"
HASHED = "buyer-"
HARMLESS = re.compile(
    r"\d{16,20}|[A-Za-z]{0,3}[$€£¥₫฿₱]?\s?-?\d{1,6}([.,]\d{3})*([.,]\d{1,2})?\s?%?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?)?"
)
"""An id, an amount, a share or a time; shorter digits may be a phone, words may be a name."""
QUOTED = re.compile(r"'[^']*'")


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
        if buyer.startswith(HASHED):
            return buyer
        return HASHED + hmac.digest(self._secret, buyer.casefold().encode(), "sha256").hex()[:20]


def masked(row: Rejected, doubtful: Collection[str]) -> Rejected:
    """A row as quarantine may keep it: cells of doubtful columns only where they are harmless."""
    record = {
        name: value if name not in doubtful or _is_harmless(value) else WITHHELD
        for name, value in row.record.items()
    }
    reason = QUOTED.sub(_quoted, row.reason)
    return replace(row, record=record, reason=reason)


def masked_whole(row: Rejected) -> Rejected:
    """A row whose cells stand in no known column."""
    return masked(row, row.record.keys())


def _is_harmless(value: Any) -> bool:
    return HARMLESS.fullmatch(str(value)) is not None or str(value).startswith(HASHED)


def _quoted(found: re.Match[str]) -> str:
    value = found.group(0)[1:-1]
    return found.group(0) if HARMLESS.fullmatch(value) or not value else f"'{WITHHELD}'"
