"""The page that Overview is measured against: nothing but one chart of as many bars."""

import altair as alt
import pandas as pd
import streamlit as st

DAYS, CHANNELS = 28, ("live", "video", "product card", "organic")

frame = pd.DataFrame(
    [
        {"day": day, "channel": channel, "gmv": 100.0 + (7 * number + 3 * place) % 50}
        for number, day in enumerate(pd.date_range("2026-01-01", periods=DAYS))
        for place, channel in enumerate(CHANNELS)
    ]
)
st.altair_chart(
    alt.Chart(frame).mark_bar().encode(x="yearmonthdate(day):T", y="gmv:Q", color="channel:N")
)
