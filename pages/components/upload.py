"""Files to load: chosen, tried without writing anything, then loaded with progress."""

import streamlit as st

from data.money import CurrencyError
from data.sources import OptionError, Options
from data.sources.formats import FORMATS
from data.sources.templates import templates_zip
from data.store import MarketNameError, Store
from pages.components import answers, following, loading, mapping, trying_out
from pages.components.dry_run import details, summary
from pages.components.file_settings import file_settings, formats
from pages.components.links import link
from pages.components.questions import questions
from pages.components.resources import market, markets
from pages.components.words import in_words

HERE, NEW = "This market", "A new market"
BY_CONTENT = "by their columns"


def load_files() -> None:
    """The way from files to rows: where to, which files, what would happen, then the load."""
    with st.container(border=True):
        left, right = st.columns([2, 1], gap="medium")
        with left:
            name = _target()
            uploads = st.file_uploader(
                "Files that belong together: CSV, TSV, XLSX, Parquet, JSON",
                accept_multiple_files=True,
                key="files",
            )
            options = _settings(name) if name else None
        with right:
            _help()
    if options is None:
        return
    if load := loading.loading(options.market):
        following.follow(load)
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
    if name in markets() and not loading.loading(name):
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
    with st.expander("Settings for all files, where they do not say it themselves"):
        columns = st.columns(3)
        title = columns[0].text_input("Name shown to people", key="set-title")
        zone = columns[1].text_input("Time zone", placeholder="Asia/Bangkok", key="set-zone")
        currency = columns[2].text_input("Currency", placeholder="USD", key="set-currency")
        shop = columns[0].text_input("Shop of all rows", placeholder="shop id", key="set-shop")
        titles: dict[str | None, str] = {None: BY_CONTENT} | dict(formats().items())
        format = columns[1].selectbox(
            "Recognise files", list(titles), format_func=lambda key: titles[key], key="set-format"
        )
    try:
        return Options(
            name, title or None, zone or None, currency.upper() or None, shop or None, format
        )
    except (OptionError, CurrencyError) as error:
        st.warning(in_words(str(error)))
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


def _try_out(files: loading.Received, settings: Options) -> None:
    """The dry run, what it asks, and the button that makes it real."""
    if st.session_state.get("tried-files") != files.ids:
        st.session_state["tried-files"] = files.ids
        answers.forget_refusals()
    names = files.names
    options = answers.applied(settings, names)
    if (found := trying_out.tried(files, options)) is None:
        return
    plan, report = found
    if report.questions:
        questions(report.questions, names, settings)
    elif plan.recognised is None or plan.recognised.left_alone:
        mapping.map_columns(plan, files, options)
    mapping.remembered(plan)
    with st.container(border=True):
        summary(report, "" if report.questions else in_words(report.refused or ""))
        if report.is_loadable and not report.already:
            rows = sum(table.rows for table in report.tables)
            st.button(
                f"Load {rows:,} rows into {options.market}",
                type="primary",
                icon=":material/database_upload:",
                on_click=_start,
                args=(files, options, sum(file.read for file in report.files)),
                key="load-files",
            )
    file_settings(plan, report, names, options)
    details(report)


def _start(files: loading.Received, options: Options, rows: int) -> None:
    loading.start(files, options, rows)
    answers.forget_all()
