"""Public protocols that anyone can repeat: a folder in, one figure per metric out.

A protocol is a file here and a name in `known.py`; `python -m models.evaluate` runs it.
"""
