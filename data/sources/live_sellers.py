"""Posts of live sellers on Facebook, with counts of reactions, comments and shares.

Order of day and month. The column holds two forms: "4/22/2018 6:00" and "4/11/18 04:53". Both are
month first. In the long form the second number is above 12 in every one of 4,236 rows, in the
short form never, which is what a day-first spreadsheet leaves behind when it is fed month-first
text. Rows stand newest first within a page: read month first, all 6,988 neighbouring posts keep
that order; read day first, 212 do not. A date that is none when read so goes to quarantine.

Clock. The file names no zone. Its columns are those of a widely used page scraper that shifts
Facebook's UTC by five hours to UTC-5, and the posts agree: 42 of 7,050 stand from 14:00 to 18:59,
which is 02:00 to 06:59 in Bangkok, and most at 13:00 and 19:00 Bangkok time. So clock times are
read as UTC-5, and days are counted in Asia/Bangkok.

Repeats. An identical row counts once. Rows that give one post two dates contradict each other and
are all kept in quarantine.

Likes, comments and shares become events counted at publication, the only time known. Reactions
in total and by kind become reported metrics, collected no earlier than the newest post.
"""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from data.money import NO_CURRENCY
from data.sources.adapter import Adapter, Defaults, Part, Shape, Source
from data.sources.sieve import Sieve
from data.sources.values import counts, sane, texts

NO_ZONE = "the file states no time zone: its columns and hours suggest UTC-5, so it is read as that"
BEHIND_UTC = timedelta(hours=5)
KINDS = {"num_likes": "like", "num_comments": "comment", "num_shares": "share"}
REPORTED = ("num_reactions", "num_loves", "num_wows", "num_hahas", "num_sads", "num_angrys")
TYPES = ("video", "photo", "status", "link")
STAMP = (
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2}) (?P<hour>\d{1,2}):(?P<minute>\d{2})"
)


def parts(source: Source) -> Iterator[Part]:
    """Creators (pages), content (posts), engagement events, reported metrics."""
    sieves = [_sifted(file, chunk.frame()) for file, chunk in source.chunks("posts")]
    posts = pd.concat([sieve.frame.assign(sieve=n) for n, sieve in enumerate(sieves)])
    clashing = _clashing(posts)
    for number, sieve in enumerate(sieves):
        mine = posts["sieve"] == number
        sieve.reject(
            clashing[mine].to_numpy(),
            "status_published",
            "'{value}': the same post stands elsewhere with other values",
            "find out which row is right and take the others out",
        )
    source.notes.append(NO_ZONE)
    yield from _loaded(source, sieves)


def _sifted(file: str, frame: pd.DataFrame) -> Sieve:
    sieve = Sieve(file, frame)
    has_page = texts(frame["status_id"]).str.fullmatch(r"\d+_\d+").fillna(False)
    sieve.reject(~has_page, "status_id", "no id of page and post: '{value}'", "give PAGE_POST")
    bad = ~texts(sieve.frame["status_type"]).isin(TYPES)
    sieve.reject(bad, "status_type", "unknown type '{value}'", f"give one of {', '.join(TYPES)}")
    for column in (*KINDS, *REPORTED):
        bad = ~(counts(sieve.frame[column]) >= 0).fillna(False)
        sieve.reject(bad, column, "no count: '{value}'", "give a whole number, 0 or more")
    sieve.reject(
        published(sieve.frame["status_published"]).isna(),
        "status_published",
        "no month-first date: '{value}'",
        "give M/D/YYYY H:MM",
    )
    return sieve


def published(column: pd.Series) -> pd.Series:
    """UTC instants of month-first clock times at UTC-5; empty where there is no such day."""
    fields = texts(column).str.extract(f"^{STAMP}$")
    fields["year"] = fields["year"].where(fields["year"].str.len() == 4, "20" + fields["year"])
    plain = fields.astype("object").fillna("")
    joined = plain["year"] + "-" + plain["month"] + "-" + plain["day"]
    clock = joined + " " + plain["hour"] + ":" + plain["minute"]
    parsed = pd.to_datetime(clock, format="%Y-%m-%d %H:%M", errors="coerce")
    return sane(parsed.astype("datetime64[us]")) + BEHIND_UTC


def _clashing(posts: pd.DataFrame) -> pd.Series:
    """Rows of posts that stand with different values."""
    plain = posts.drop(columns="sieve").astype("object").fillna("")
    versions = plain.drop_duplicates().groupby("status_id").size()
    return posts["status_id"].map(versions) > 1


def _loaded(source: Source, sieves: list[Sieve]) -> Iterator[Part]:
    zone = ZoneInfo(source.market["time_zone"])
    newest = max((published(s.frame["status_published"]).max() for s in sieves), default=pd.NaT)
    seen: set[str] = set()
    pages: set[str] = set()
    for sieve in sieves:
        is_repeat = sieve.frame["status_id"].duplicated() | sieve.frame["status_id"].isin(seen)
        sieve.repeated += int(is_repeat.sum())
        sieve.frame = sieve.frame[~is_repeat]
        seen |= set(sieve.frame["status_id"])
        content = _content(sieve.frame)
        new_pages = sorted(set(content["creator_id"]) - pages)
        pages |= set(new_pages)
        creators = pd.DataFrame({"creator_id": new_pages, "handle": new_pages})
        yield sieve.part(
            {
                "creators": creators,
                "content": content,
                "events": _events(sieve.frame, content),
                "reported_metrics": _reported(sieve.frame, content, newest, zone),
            }
        )


def _content(frame: pd.DataFrame) -> pd.DataFrame:
    post = texts(frame["status_id"])
    return pd.DataFrame(
        {
            "content_id": post,
            "creator_id": post.str.replace(r"_\d+$", "", regex=True),
            "content_type": texts(frame["status_type"]),
            "started_at": published(frame["status_published"]),
        }
    )


def _events(frame: pd.DataFrame, content: pd.DataFrame) -> pd.DataFrame:
    pieces = []
    for column, kind in KINDS.items():
        n = counts(frame[column])
        rows = content[["content_id", "creator_id", "content_type"]].assign(
            event_id=content["content_id"] + "|" + kind,
            event_at=content["started_at"],
            kind=kind,
            n=n,
        )
        pieces.append(rows[n > 0])
    return pd.concat(pieces)


def _reported(
    frame: pd.DataFrame, content: pd.DataFrame, newest: pd.Timestamp, zone: ZoneInfo
) -> pd.DataFrame:
    days = content["started_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.date
    last = newest.tz_localize("UTC").tz_convert(zone).date() if newest is not pd.NaT else None
    pieces = [
        pd.DataFrame(
            {
                "source": "Facebook",
                "entity_type": "content",
                "entity_id": content["content_id"],
                "starts_on": days,
                "ends_on": last,
                "metric": metric,
                "value": counts(frame[metric]).astype("float64"),
                "currency": "",
            }
        )
        for metric in REPORTED
    ]
    return pd.concat(pieces)


LIVE_SELLERS = Adapter(
    "live_sellers",
    "posts of live sellers with engagement counts",
    (
        Shape(
            "posts",
            frozenset({"status_id", "status_type", "status_published", *KINDS, *REPORTED}),
        ),
    ),
    parts,
    Defaults("Live sellers", "Asia/Bangkok", NO_CURRENCY, refund_lag_days=0),
)
