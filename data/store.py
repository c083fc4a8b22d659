"""Where markets live on disk: `data/store/NAME/` holds one market, whole."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

LONGEST_NAME = 41
MARKET_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_NAME - 1}}}")


class MarketNameError(ValueError):
    """A market's name is no folder name that we accept."""


class MarketMissingError(FileNotFoundError):
    """No market of that name has been loaded."""


def store_root() -> Path:
    """The folder of all markets: `TANDEM_STORE`, else `data/store` beside this file."""
    return Path(os.environ.get("TANDEM_STORE") or Path(__file__).parent / "store")


@dataclass(frozen=True)
class Store:
    """The folders of one market."""

    root: Path

    @classmethod
    def of(cls, market: str) -> "Store":
        """The store of a market that may not exist yet; raises MarketNameError."""
        if not MARKET_NAME.fullmatch(market):
            raise MarketNameError(
                f"'{market}' cannot name a market: use at most {LONGEST_NAME} characters, "
                "lower-case letters, digits, - and _, the first a letter or digit"
            )
        return cls(store_root() / market)

    @property
    def market(self) -> str:
        return self.root.name

    @property
    def lake(self) -> Path:
        """Immutable Parquet segments, `TABLE/MONTH/LOAD-N.parquet`."""
        return self.root / "lake"

    @property
    def loads(self) -> Path:
        """One manifest per committed load, `000001.json`: the order in which loads apply."""
        return self.root / "loads"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def user(self) -> Path:
        """What people make: shortlists, scenarios, views, notes. Survives every rebuild."""
        return self.root / "user"

    @property
    def truth(self) -> Path:
        """True effects of a simulated market; only tests and the trial may open it."""
        return self.root / "truth"

    @property
    def exists(self) -> bool:
        return self.loads.is_dir()

    def required(self) -> "Store":
        """Itself if the market exists; else raises MarketMissingError."""
        if not self.exists:
            raise MarketMissingError(
                f"no market '{self.market}' in {self.root.parent}; "
                f"run: python -m data.load FOLDER --market {self.market}"
            )
        return self


def market_names() -> list[str]:
    """All markets in the store, sorted by name."""
    root = store_root()
    if not root.is_dir():
        return []
    return sorted(path.name for path in root.iterdir() if (path / "loads").is_dir())
