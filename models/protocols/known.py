"""Every protocol by name."""

from pathlib import Path

from models.protocols.brand_cold_start import BrandColdStart
from models.protocols.conversion import Conversion
from models.protocols.item_cold_start import ItemColdStart
from models.protocols.next_item import NextItem
from models.protocols.protocol import Outcome, Protocol, UnknownProtocolError
from models.protocols.warm import Warm

PROTOCOLS: dict[str, type[Protocol]] = {
    protocol.name: protocol
    for protocol in (BrandColdStart, ItemColdStart, Warm, NextItem, Conversion)
}


def checked(name: str) -> Protocol:
    """The named protocol. Raises UnknownProtocolError."""
    if name not in PROTOCOLS:
        raise UnknownProtocolError(f"no protocol '{name}'; known: {sorted(PROTOCOLS)}")
    return PROTOCOLS[name]()


def run_protocol(
    name: str, folder: Path, method: str, seed: int, dataset: str | None = None
) -> Outcome:
    """One protocol with one method. Raises UnknownProtocolError, FolderFormatError."""
    protocol = checked(name)
    if method not in protocol.methods:
        raise UnknownProtocolError(
            f"no method '{method}' in {name}; known: {list(protocol.methods)} and all"
        )
    return protocol.run(folder, method, seed, dataset)
