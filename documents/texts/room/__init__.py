"""The meeting room: one paragraph large on a screen, and the text as it stood at any moment.

Floors: pages, moment_pages → screen, moments, kept.
"""
