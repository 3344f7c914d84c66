"""Walks through whole processes: every page, asked for by everybody."""
