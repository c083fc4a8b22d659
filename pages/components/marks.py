"""Tags and a note on a creator, product or shop: what people know that no table does."""

import streamlit as st

from pages.components.keeping import keeper
from pages.components.words import plain

TAG, NOTE = "tag", "note"
ANY_TAG = "Any tag"
MOST_TAGS, LONGEST_TAG, LONGEST_NOTE = 100, 40, 4000


def marks(kind: str, id: str) -> None:
    """Tags of a `creator`, `product` or `merchant`, and a popover to change them and its note."""
    name, kept = f"{kind}:{id}", keeper()
    tags, note = kept.get(TAG, name) or [], kept.get(NOTE, name) or ""
    for tag in tags:
        st.badge(plain(tag), icon=":material/sell:", color="gray")
    label = "Tags and note" if tags or note else "Add tag or note"
    icon = ":material/sticky_note_2:" if note else ":material/new_label:"
    box = st.popover(label, icon=icon, type="tertiary", key=f"marks-{name}")
    with box, st.form(f"marks-form-{name}", border=False):
        chosen = st.multiselect(
            "Tags",
            sorted({*tags, *known_tags(kind)}, key=str.casefold),
            default=tags,
            accept_new_options=True,
            max_selections=MOST_TAGS,
            placeholder="Choose, or type a new one",
        )
        written = st.text_area("Note", note, max_chars=LONGEST_NOTE, height=120)
        if st.form_submit_button("Save", icon=":material/save:"):
            _keep(name, [tag.strip()[:LONGEST_TAG] for tag in chosen], written)
            st.rerun()


def known_tags(kind: str) -> dict[str, tuple[str, ...]]:
    """Ids by each tag that the viewer's scope has given to things of a kind."""
    found: dict[str, list[str]] = {}
    for kept in keeper().all(TAG):
        of, _, id = kept.name.partition(":")
        for tag in kept.body if of == kind else []:
            found.setdefault(tag, []).append(id)
    return {tag: tuple(sorted(ids)) for tag, ids in found.items()}


def choose_tagged(kind: str) -> tuple[str, ...] | None:
    """A choice of one tag where there are any: the ids that carry it, None for all."""
    tags = known_tags(kind)
    if not tags:
        return None
    chosen = st.selectbox(
        "Tag",
        [ANY_TAG, *sorted(tags, key=str.casefold)],
        key=f"{kind}-tag",
        width=150,
        bind="query-params",
    )
    return tags.get(chosen)


def _keep(name: str, tags: list[str], note: str) -> None:
    for kind, body in ((TAG, list(dict.fromkeys(filter(None, tags)))), (NOTE, note.strip())):
        if body:
            keeper().keep(kind, name, body)
        else:
            keeper().drop(kind, name)
