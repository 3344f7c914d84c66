"""Brackets as they are shown: each with its place, by whom it is and since when; and how many are left.

Floors: ledgers → attributions.
"""
