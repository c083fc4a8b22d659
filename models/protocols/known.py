"""Every protocol by name."""

from pathlib import Path

from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError
from models.protocols.brand_cold_start import BrandColdStart
from models.protocols.conversion import Conversion
from models.protocols.folder import FolderFormatError
from models.protocols.item_cold_start import ItemColdStart
from models.protocols.market import Market
from models.protocols.next_item import NextItem
from models.protocols.protocol import Outcome, Protocol, UnknownProtocolError
from models.protocols.warm import Warm
from models.recommender import UnsuitedError
from models.rounds import NothingToLearnError

PROTOCOLS: dict[str, type[Protocol]] = {
    protocol.name: protocol
    for protocol in (BrandColdStart, ItemColdStart, Warm, NextItem, Conversion, Market)
}
PROBLEMS = (
    FolderFormatError,
    MarketMissingError,
    MarketNameError,
    NotTakenUpError,
    NothingToLearnError,
    UnknownProtocolError,
    UnsuitedError,
)
"""What a command says in a line instead of ending with a trace."""


def chosen(protocol: str | None, folder: Path | None, market: str | None) -> tuple[str, Path]:
    """The protocol and its folder; a market's name alone stands for both. Raises
    UnknownProtocolError, MarketNameError, MarketMissingError.
    """
    if market is not None and protocol is None:
        return Market.name, Store.of(market).required().root.absolute()
    if market is not None or protocol is None or folder is None:
        raise UnknownProtocolError("give a protocol and its folder, or --market alone")
    return protocol, folder.absolute()


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
