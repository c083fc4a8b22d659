"""The one process that may open the warehouses: keeps each open market up with its lake."""

import logging
import threading

from data import match_log
from data.store import Store
from data.warehouse import Warehouse

POLL_SECONDS = 2.0
log = logging.getLogger(__name__)


class Owner:
    """Opens a market's warehouse on first use; a thread takes up what commands load meanwhile."""

    def __init__(self) -> None:
        self._open: dict[str, Warehouse] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def warehouse(self, market: str) -> Warehouse:
        """The market's warehouse. Raises MarketMissingError, WarehouseLockedError."""
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
        """Takes up new loads of every open market; opens anew one whose lake was replaced."""
        for market, warehouse in list(self._open.items()):
            if warehouse.is_superseded:
                with self._lock:
                    self._open.pop(market).close()
            else:
                warehouse.take_up()

    def _keep_up(self) -> None:
        while not self._stopping.wait(POLL_SECONDS):
            try:
                match_log.flush()
                self.take_up()
            except (OSError, ValueError, RuntimeError):
                log.exception("a load could not be taken up; trying again")


OWNER = Owner()
