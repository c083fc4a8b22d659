"""Files to load: chosen, tried without writing anything, then loaded with progress."""

import streamlit as st

from data.manifests import latest
from data.money import CurrencyError
from data.sources import OptionError, Options, Report, inspect
from data.sources.formats import FORMATS
from data.sources.templates import templates_zip
from data.store import MarketNameError, Store
from pages.components import loading
from pages.components.dry_run import details, summary
from pages.components.links import link
from pages.components.resources import market, markets
from pages.components.words import plain

HERE, NEW = "This market", "A new market"
BY_CONTENT = "by their columns"


def load_files() -> None:
    """The way from files to rows: where to, which files, what would happen, then the load."""
    with st.container(border=True):
        left, right = st.columns([2, 1], gap="medium")
        with left:
            name = _target()
            uploads = st.file_uploader(
                "Files that belong together: CSV, TSV, Parquet, JSON",
                accept_multiple_files=True,
                key="files",
            )
            options = _settings(name) if name else None
        with right:
            _help()
    if options is None:
        return
    if load := loading.loading(options.market):
        _follow(load)
    elif uploads:
        _try_out(loading.received(uploads), options)


def own_costs() -> None:
    """What a merchant may bring: the own shop's costs and fees."""
    link("merchant", "Enter your own costs and fees", icon=":material/edit:", part="Costs")


def _target() -> str | None:
    """The market to load into; None until a name that will do is given."""
    here = market()
    choices = [HERE, NEW] if here else [NEW]
    where = st.segmented_control(
        "Load into", choices, default=choices[0], required=True, key="into", bind="query-params"
    )
    if where == HERE:
        st.caption(f"Loads on top of **{here}**: a row of a known key replaces the older one.")
        return here
    name = st.text_input("Its name", placeholder="autumn_2026", key="new-market")
    if not name:
        st.caption("Lower-case letters, digits, - and _; it becomes a folder.")
        return None
    if name in markets():
        st.warning(f"There is a market '{name}'. Choose it at the top of the page, or rename.")
        return None
    try:
        Store.of(name)
    except MarketNameError as error:
        st.warning(str(error))
        return None
    return name


def _settings(name: str) -> Options | None:
    """What files do not say themselves; None while a setting cannot be."""
    is_open = st.session_state.get("settings-asked", False)
    with st.expander("Settings, where the files do not say it themselves", expanded=is_open):
        columns = st.columns(3)
        title = columns[0].text_input("Name shown to people", key="set-title")
        zone = columns[1].text_input("Time zone", placeholder="Asia/Bangkok", key="set-zone")
        currency = columns[2].text_input("Currency", placeholder="USD", key="set-currency")
        shop = columns[0].text_input("Shop of all rows", placeholder="shop id", key="set-shop")
        formats: dict[str | None, str] = {None: BY_CONTENT}
        formats |= {format.name: format.title for format in FORMATS}
        format = columns[1].selectbox(
            "Recognise files", list(formats), format_func=lambda key: formats[key], key="set-format"
        )
    try:
        return Options(
            name, title or None, zone or None, currency.upper() or None, shop or None, format
        )
    except (OptionError, CurrencyError) as error:
        st.warning(_said(str(error)))
        return None


def _help() -> None:
    st.markdown("**What is recognised**")
    st.caption(" · ".join(format.title for format in FORMATS))
    st.download_button(
        "Templates of our own format (ZIP)",
        templates_zip,
        file_name="tandem-templates.zip",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption(
        "Files up to 200 MB here; larger ones: `python -m data.load FILES --market NAME`. "
        "All files are loaded, or none; rows that cannot be loaded wait under *Not loaded*."
    )


def _try_out(files: loading.Received, options: Options) -> None:
    """The dry run, and the button that makes it real."""
    report = _report(files, options)
    with st.container(border=True):
        summary(report, _said(report.refused or ""))
        if report.is_loadable and not report.already:
            rows = sum(table.rows for table in report.tables)
            st.button(
                f"Load {rows:,} rows into {options.market}",
                type="primary",
                icon=":material/database_upload:",
                on_click=loading.start,
                args=(files, options, sum(file.read for file in report.files)),
                key="load-files",
            )
    details(report)


def _report(files: loading.Received, options: Options) -> Report:
    """The dry run's report, kept while files, settings and market stay as they are."""
    key = (files.ids, options.key(), latest(Store.of(options.market)))
    held = st.session_state.get("dry-run")
    if held is None or held[0] != key:
        held = (key, _read(files, options))
        st.session_state["dry-run"] = held
        if held[1].questions and not st.session_state.get("settings-asked"):
            st.session_state["settings-asked"] = True
            st.rerun()
    return held[1]


def _read(files: loading.Received, options: Options) -> Report:
    bar = st.progress(0.0, "Reading the files")

    def tell(file: str, rows: int) -> None:
        bar.progress(0.5, f"{plain(file)}: {rows:,} rows read")

    report = inspect(files.paths, options, tell).report
    bar.empty()
    return report


def _follow(load: loading.Loading) -> None:
    """How a load stands; once it has ended, what came of it."""
    with st.container(border=True):
        if load.is_running:
            _running(load)
        else:
            _ended(load)


@st.fragment(run_every="1s")
def _running(load: loading.Loading) -> None:
    if not load.is_running:
        st.rerun()
    file, rows = load.step
    share = min(rows / max(load.rows, 1), 1.0)
    st.progress(share, f"{plain(file)} · {rows:,} of {load.rows:,} rows read")
    st.caption("You may leave this page: the load goes on.")
    st.button("Cancel", icon=":material/close:", on_click=_cancel, args=(load,))


def _cancel(load: loading.Loading) -> None:
    load.cancel()
    loading.put_away(load.market)
    st.toast("Cancelled: nothing was loaded.")


def _ended(load: loading.Loading) -> None:
    report = load.report
    if report is None or report["refused"]:
        why = report["refused"] if report else load.last_words or "the command ended without a word"
        st.error(f"Nothing was loaded: {plain(_said(str(why)))}", icon=":material/error:")
    else:
        rows = sum(table["rows"] for table in report["tables"])
        st.success(
            f"Loaded {rows:,} rows into {len(report['tables'])} tables; "
            f"{report['rejected']:,} could not be loaded.",
            icon=":material/check:",
        )
    with st.container(horizontal=True):
        st.button("See the market", type="primary", on_click=_see, args=(load.market,))
        st.button("Load more", on_click=loading.put_away, args=(load.market,))


def _see(name: str) -> None:
    loading.put_away(name)
    st.query_params["market"] = name
    st.session_state["show"] = "Held"


def _said(text: str) -> str:
    """An error of the command in the words of this page."""
    words = {
        "--market": "market",
        "--tz": "time zone",
        "--currency": "currency",
        "--merchant": "shop",
        "--format": "format",
        "see --templates for files that load": "see the templates for files that load",
    }
    for option, word in words.items():
        text = text.replace(option, word)
    return text
