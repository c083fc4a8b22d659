"""Candidate generators: each proposes creators for products, or products for creators, in its own
way. A new one is a file here and a name in `known.py`.
"""
