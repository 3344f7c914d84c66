"""The documents of one session as its page lists them: in which order, which of them on a page, and how each is told.

From top to bottom: page → shown → groups → entries.
"""
