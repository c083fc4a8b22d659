"""Merchant: one shop."""

from pages.components.header import title
title("Merchant", "One shop.")
