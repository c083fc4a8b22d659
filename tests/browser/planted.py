"""A small app with planted faults, one per `?fault=`, that the harness must notice."""

import altair as alt
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

WIDE = "<div style='width:3000px;height:9px;background:teal'></div>"
ABROAD = "<img src='http://abroad.invalid/pixel.png' alt=''>"
NOISE = "<script>console.error('a planted noise')</script>"


def chart(rows: int) -> alt.Chart:
    frame = pd.DataFrame({"day": range(rows), "gmv": range(1, rows + 1)}, dtype="float")
    scale = alt.Scale(domain=[0, 4])
    return alt.Chart(frame).mark_bar().encode(x=alt.X("day:Q", scale=scale), y="gmv:Q")


st.set_page_config(page_title="Planted", layout="wide")
st.title("Planted")
fault = st.query_params.get("fault")
st.altair_chart(chart(0 if fault == "empty vega" else 3))
st.plotly_chart(go.Figure(go.Bar(y=[] if fault == "empty plotly" else [1, 2])))
if fault == "exception":
    raise ValueError("a planted exception")
if fault == "error":
    st.error("a planted error")
if fault == "nan":
    st.metric("GMV", "$nan")
if fault == "cut":
    st.metric("GMV", "$" + "1" * 60, width=120)
if fault in ("wide", "abroad", "noise"):
    texts = {"wide": WIDE, "abroad": ABROAD, "noise": NOISE}
    st.html(texts[fault], unsafe_allow_javascript=True)
