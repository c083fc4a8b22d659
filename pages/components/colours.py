"""The only colours set by hand, for they carry meaning; readable on light and dark ground.

Blue, vermilion, grey-blues: told apart with any common colour blindness, and by lightness alone.
"""

import altair as alt

CHANNELS = {
    "live": "#d1495b",
    "video": "#2f6fde",
    "product_card": "#8494a9",
    "organic": "#c3ccd8",
    "unattributed": "#b08a3e",
}
CHANNEL_LABELS = {
    "live": "Live",
    "video": "Video",
    "product_card": "Product card",
    "organic": "Organic",
    "unattributed": "Unattributed",
}
CONTENT_SCALE = alt.Scale(
    domain=["live", "video", "product_card", "photo", "link", "status"],
    range=["#d1495b", "#2f6fde", "#8494a9", "#e0a458", "#5c9ead", "#c3ccd8"],
)
ATTRIBUTED = "#d1495b"
ACCENT = "#0f9488"
GREY = "#8494a9"
TEXT = "#6d7c92"
"""Of words within a chart, which no theme colours: as readable on light ground as on dark."""
GRADES = {"A": "#0f9488", "B": "#3b82f6", "C": "#94a3b8"}
GRADE_LABELS = {"A": "tested", "B": "adjusted", "C": "prior only"}
GRADE_SCALE = alt.Scale(domain=list(GRADE_LABELS.values()), range=list(GRADES.values()))
