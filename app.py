"""The server: opens the markets' warehouses, keeps them up with their lakes, shows the pages.

Started by `streamlit run app.py`; the pages' script is pages/shell.py.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from data.owner import OWNER
from pages.components.access import check_viewer

check_viewer()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Runs the owner beside the server."""
    OWNER.start()
    try:
        yield {}
    finally:
        OWNER.stop()


async def health(_: Request) -> JSONResponse:
    """Says which markets are open, and at which version of their data."""
    return JSONResponse({"status": "ok", "markets": OWNER.versions()})


app = st.App("pages/shell.py", lifespan=lifespan, routes=[Route("/health", health)])
