"""Whom to treat: uplift and cut learned from a randomised trial, and their worth in another."""
