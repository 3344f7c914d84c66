"""Other readings of one version: without its brackets, as a participant proposed it, with proposals, as a ledger.

Floors: ledger_page → pages → as_proposed.
"""
