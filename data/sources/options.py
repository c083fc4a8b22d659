"""What a person says about a source that its files do not say themselves."""

from dataclasses import asdict, dataclass
from functools import cache
from zoneinfo import available_timezones

from data.lake import Rejected
from data.money import exponent


class OptionError(ValueError):
    """An option has a value that cannot be; says which and what would do."""


class AskedError(OptionError):
    """The files do not say everything; `asks` names the options that are needed."""

    def __init__(self, asks: tuple[str, ...]) -> None:
        super().__init__(f"the files do not say everything; give {'; '.join(asks)}")
        self.asks = asks


class MarketRowError(OptionError):
    """The row that says what a market is was refused; `problem` says where and why."""

    def __init__(self, problem: Rejected) -> None:
        where = f"row {problem.row}" + (f", column {problem.column}" if problem.column else "")
        super().__init__(f"{problem.file}, {where}: {problem.reason}; {problem.remedy}")
        self.problem = problem


@dataclass(frozen=True)
class Options:
    """Answers given on the command line or in the page's form; empty means not given.

    `time_zone` is the IANA zone in which the market counts days, `currency` an ISO 4217 code,
    `merchant` the shop that files without a shop column belong to, `format` overrules recognition.
    """

    market: str
    title: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    merchant: str | None = None
    format: str | None = None

    def __post_init__(self) -> None:
        if self.time_zone and not is_time_zone(self.time_zone):
            raise OptionError(
                f"--tz '{self.time_zone}' is no IANA time zone; give one such as Asia/Bangkok"
            )
        if self.currency:
            exponent(self.currency)

    def key(self) -> str:
        """Text that differs where the same files would load as other rows."""
        return "\n".join(f"{name}={value}" for name, value in sorted(asdict(self).items()))


@cache
def is_time_zone(name: str) -> bool:
    """Whether a name is in the IANA time zone database."""
    return name in available_timezones()
