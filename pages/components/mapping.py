"""Headers that no format knows: mapped to fields by hand, remembered after the load, forgotten."""

from collections.abc import Sequence

import streamlit as st

from data.sources import OptionError, Options, Plan
from data.sources.chunk import UnreadableError
from data.sources.exports.fields import Export
from data.sources.exports.mapping import forget
from data.sources.exports.marketplace import BY_NAME, EXPORTS
from data.sources.exports.unmapped import Unmapped, by_hand, title, unmapped
from data.sources.files import SourceFile
from data.sources.recognise import UnrecognisedError, recognise
from pages.components import answers, loading
from pages.components.words import plain


def map_columns(plan: Plan, files: loading.Received, options: Options) -> None:
    """A form for each header that no format knows; files of one header share it."""
    taken = [file.name for group in _claimed(plan).values() for file in group]
    groups = [g for g in unmapped(files.paths, taken) if not _is_known(g, options)]
    for place, group in enumerate(groups):
        with st.container(border=True, key=f"map-{place}"):
            _map(group, place, options)


def remembered(plan: Plan) -> None:
    """Says where headers were mapped by hand before, and lets people forget them."""
    for name, files in _claimed(plan).items():
        if name not in BY_NAME:
            continue
        known = {h: f for file in files for h, f in by_hand(file, BY_NAME[name]).items()}
        if not known:
            continue
        shown = ", ".join(f"{header} is {title(name, field)}" for header, field in known.items())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Mapped by hand before, and remembered: {plain(shown)}.")
            st.button(
                "Forget this mapping",
                key=f"forget-{name}",
                type="tertiary",
                icon=":material/delete:",
                on_click=_forget,
                args=(name,),
            )


def _claimed(plan: Plan) -> dict[str, list[SourceFile]]:
    return plan.recognised.files if plan.recognised else {}


def _is_known(group: Unmapped, options: Options) -> bool:
    try:
        recognise(group.files, options)
    except (OptionError, UnreadableError, UnrecognisedError):
        return False
    return True


def _map(group: Unmapped, place: int, options: Options) -> None:
    st.subheader("Map its columns", anchor=False)
    st.caption(f"{plain(', '.join(group.names))}: no known format has these headers.")
    said = options.of(group.names[0]).format
    names = [export.name for export in EXPORTS]
    name = st.selectbox(
        "What its rows are",
        names,
        index=names.index(said) if said in names else None,
        format_func=lambda name: BY_NAME[name].title,
        placeholder="Choose a format",
        key=f"map-format-{place}",
        width=380,
    )
    if name:
        _fields(group, BY_NAME[name], place, options)


def _fields(group: Unmapped, export: Export, place: int, options: Options) -> None:
    known = group.known(export, options)
    with st.form(f"map-form-{place}-{export.name}", border=False):
        st.markdown("**Needed**")
        _choices(group, export, export.required, known)
        with st.expander("Also read, where the file has it"):
            _choices(group, export, export.by_name.keys() - export.required, known)
        if why := st.session_state.get("mapping-refused"):
            st.warning(plain(why))
        st.form_submit_button(
            "Read it with these columns",
            type="primary",
            on_click=_take,
            args=(group, export, known, options),
        )


def _choices(
    group: Unmapped, export: Export, fields: "frozenset[str] | set[str]", known: dict[str, str]
) -> None:
    ordered = [name for name in export.by_name if name in fields]
    for place, field in enumerate(ordered):
        if place % 3 == 0:  # a row at a time, so that a phone shows the fields in order
            columns = st.columns(3)
        at = group.header.index(known[field]) if field in known else None
        columns[place % 3].selectbox(
            title(export.name, field),
            group.header,
            index=at,
            placeholder="Choose its header",
            key=_key(group, export, field),
        )


def _key(group: Unmapped, export: Export, field: str) -> str:
    return f"map-{group.names[0]}-{export.name}-{field}"


def _take(group: Unmapped, export: Export, known: dict[str, str], options: Options) -> None:
    chosen = {
        field: header
        for field in export.by_name
        if (header := st.session_state.get(_key(group, export, field)))
    }
    why = _refused(export, chosen)
    if why is None:
        new = {header: field for field, header in chosen.items() if known.get(field) != header}
        answers.columns().update(new)
        why = answers.give(options, {(name, "format"): export.name for name in group.names})
    st.session_state["mapping-refused"] = why


def _refused(export: Export, chosen: dict[str, str]) -> str | None:
    lacks: Sequence[str] = [f for f in export.by_name if f in export.required - chosen.keys()]
    if lacks:
        return f"Still without a header: {', '.join(title(export.name, f) for f in lacks)}."
    headers = list(chosen.values())
    twice = sorted({header for header in headers if headers.count(header) > 1})
    return f"Chosen for two fields: {', '.join(twice)}; one is enough." if twice else None


def _forget(name: str) -> None:
    forget(name)
    answers.columns().clear()
