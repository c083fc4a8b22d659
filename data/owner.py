"""The one process that may open the warehouses: keeps each open market up with its lake."""

import logging
import threading

from data import match_log
from data.store import Store
from data.warehouse import Warehouse

POLL_SECONDS = 2.0
TROUBLE = (OSError, ValueError, RuntimeError)
"""What reading a lake or taking up its loads may raise; the next poll tries again."""
log = logging.getLogger(__name__)


class Owner:
    """Opens a market's warehouse on first use; a thread takes up what commands load meanwhile."""

    def __init__(self) -> None:
        self._open: dict[str, Warehouse] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def warehouse(self, market: str) -> Warehouse:
        """The market's warehouse. Raises MarketMissingError, WarehouseLockedError,
        NotTakenUpError.
        """
        with self._lock:
            if market not in self._open:
                self._open[market] = Warehouse.open(Store.of(market))
            return self._open[market]

    def is_open(self, market: str) -> bool:
        return market in self._open

    def versions(self) -> dict[str, str]:
        return {market: warehouse.version for market, warehouse in list(self._open.items())}

    def start(self) -> None:
        self._stopping.clear()
        threading.Thread(target=self._keep_up, name="owner", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        match_log.flush()
        with self._lock:
            for warehouse in self._open.values():
                warehouse.close()
            self._open.clear()

    def take_up(self) -> None:
        """Takes up new loads of every open market; one that fails waits, and holds up no other."""
        for market, warehouse in list(self._open.items()):
            try:
                self._take_up(market, warehouse)
            except TROUBLE:
                log.exception("market '%s' was not taken up; trying again", market)

    def _take_up(self, market: str, warehouse: Warehouse) -> None:
        """Lets go of a market whose lake was replaced, so that its next use opens it anew."""
        if not warehouse.is_superseded:
            warehouse.take_up()
            return
        with self._lock:
            if self._open.get(market) is warehouse:
                self._open.pop(market).close()

    def _keep_up(self) -> None:
        while not self._stopping.wait(POLL_SECONDS):
            match_log.flush()
            self.take_up()


OWNER = Owner()
