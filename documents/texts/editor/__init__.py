"""The editor: the whole text on one page, one paragraph open at a time, each press one change.

Floors: page → presses → drafting, marking → unsaved, presence.
"""
