"""What the files leave open, asked in plain words; nothing is chosen beforehand."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from data.sources import Options
from data.sources.options import Question
from pages.components import answers
from pages.components.words import plain

ASKED = {
    "dates": "Which stands first in the dates: the day or the month?",
    "decimals": "What marks the decimals of the amounts?",
    "rates": "How are shares written?",
    "merchant": "Which shop do the rows belong to?",
    "time_zone": "In which time zone are the times?",
    "currency": "In which currency are the amounts?",
    "window": "Which days does the report cover?",
    "as_of": "On which day was the report made?",
}
OF_MARKET = "In which time zone does the market count its days?"
"""Asked of no file, as where each file has a zone of its own."""
CHOICES = {
    "day-first": "Day first",
    "month-first": "Month first",
    "point": "A point: 1,234.5",
    "comma": "A comma: 1.234,5",
    "percent": "In percent: 15 is 15 %",
    "fraction": "As fractions: 0.15 is 15 %",
}
READ = {
    "dates": ("Read day first", "Read month first"),
    "decimals": ("Read with a point", "Read with a comma"),
    "rates": ("Read as percent", "Read as fraction"),
}
MOST_FILES = 4


def questions(open_ones: Sequence[Question], files: Sequence[str], options: Options) -> None:
    """The form; what is answered there holds for the files that a question names."""
    with st.container(border=True, key="questions"):
        n = len({question.name for question in open_ones})
        noun = "question" if n == 1 else "questions"
        st.subheader(f"{n} {noun} before these files can be read", anchor=False)
        asked = list(open_ones)
        if any(len(_same(open_ones, q.name)) > 1 or len(q.files) > 1 for q in open_ones):
            if st.toggle("Answer file by file", key="file-by-file"):
                asked = [
                    Question(q.name, q.text, (file,), q.choices, q.readings)
                    for q in open_ones
                    for file in q.files or (answers.EVERY,)
                ]
            else:
                asked = _together(open_ones)
        with st.form("questions-form", border=False):
            for question in asked:
                _ask(question, files)
            if why := st.session_state.get("answers-refused"):
                st.warning(plain(why))
            st.form_submit_button(
                "Read the files again",
                type="primary",
                on_click=_take,
                args=(asked, tuple(files), options),
            )


def _same(questions: Sequence[Question], name: str) -> list[Question]:
    return [question for question in questions if question.name == name]


def _together(questions: Sequence[Question]) -> list[Question]:
    """One question per name, of all files that leave it."""
    joined = []
    for name in dict.fromkeys(question.name for question in questions):
        same = _same(questions, name)
        files = tuple(dict.fromkeys(file for question in same for file in question.files))
        readings = tuple(dict.fromkeys(row for question in same for row in question.readings))
        joined.append(Question(name, same[0].text, files, same[0].choices, readings))
    return joined


def _ask(question: Question, files: Sequence[str]) -> None:
    asked = OF_MARKET if _is_of_market(question) else ASKED.get(question.name, question.text)
    st.markdown(f"**{plain(asked)}**")
    st.caption(_about(question, files))
    if question.readings:
        left, right = READ[question.name]
        telling = {row[1:]: row for row in reversed(question.readings)}
        shown = pd.DataFrame(reversed(telling.values()), columns=["In the file", left, right])
        st.table(shown.set_index("In the file"), width="content")
    _input(question, asked)


def _is_of_market(question: Question) -> bool:
    return question.name == "time_zone" and not any(question.files)


def _about(question: Question, files: Sequence[str]) -> str:
    if _is_of_market(question):
        return "Days of every figure; files may tell the time of other zones."
    named = [file for file in question.files if file]
    if not named or (len(files) > 1 and set(named) == set(files)):
        about = "All files" if len(files) > 1 else plain(files[0])
    else:
        more = len(named) - MOST_FILES
        about = plain(", ".join(named[:MOST_FILES])) + (f" and {more} more" if more > 0 else "")
    _, _, detail = question.text.partition(": ")
    return about + (f" · {plain(detail)}" if question.name == "as_of" and detail else "")


def _input(question: Question, label: str) -> None:
    key = _key(question)
    if question.choices:
        st.segmented_control(
            label,
            question.choices,
            format_func=lambda choice: CHOICES.get(choice, choice),
            key=key,
            label_visibility="collapsed",
        )
    elif question.name == "time_zone":
        st.selectbox(
            "Time zone of the market" if _is_of_market(question) else "Time zone of the files",
            sorted(available_timezones()),
            index=None,
            placeholder="Type a city, such as Bangkok",
            key=key,
            width=380,
        )
    elif question.name == "window":
        with st.container(horizontal=True):
            st.date_input("First day", None, key=f"{key}-first", width=182)
            st.date_input("Last day", None, key=f"{key}-last", width=182)
    elif question.name == "as_of":
        st.date_input("Made on", None, key=key, width=182)
    else:
        is_shop = question.name == "merchant"
        st.text_input(
            "Shop of the files" if is_shop else "Currency of the files",
            placeholder="The shop's id or name" if is_shop else "ISO code, such as USD",
            key=key,
            width=380,
        )


def _key(question: Question) -> str:
    about = sha256("\n".join(question.files).encode()).hexdigest()[:8]
    return f"asked-{question.name}-{about}"


def _take(asked: Sequence[Question], files: Sequence[str], options: Options) -> None:
    new: dict[tuple[str, str], Any] = {}
    for question in asked:
        of_all = question.files in ((), (answers.EVERY,)) or (
            question.name == "time_zone" and set(question.files) == set(files)
        )
        for name, value in _given(question).items():
            for file in (answers.EVERY,) if of_all else question.files:
                new[file, name] = value
    st.session_state["answers-refused"] = answers.give(options, new)


def _given(question: Question) -> dict[str, Any]:
    """Value by option; what was left empty stays open."""
    key = _key(question)
    if question.name == "window":
        days = {"first_day": f"{key}-first", "last_day": f"{key}-last"}
        return {name: day for name, of in days.items() if (day := st.session_state.get(of))}
    value = st.session_state.get(key)
    if not value:
        return {}
    if isinstance(value, date):
        value = datetime.combine(value, datetime.max.time())
    if isinstance(value, str):
        value = value.strip().upper() if question.name == "currency" else value.strip()
    return {question.name: value}
