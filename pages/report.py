"""Report: Overview, a shop or a product as sheets of A4 and as one workbook."""

import streamlit as st

from pages.components import report_sheet
from pages.components.filters import facts_or_stop
from pages.components.reports import report_or_stop

with st.container(horizontal_alignment="center"):
    with st.container(key="off-paper", width=report_sheet.WIDTH):
        report = report_or_stop(facts_or_stop())
        report_sheet.bar(report)
    report_sheet.sheet(report)
