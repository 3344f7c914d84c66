"""Giving a text out: as files to work on, as papers made when somebody asks, and as frozen packages.

Floors: downloads, offered → giving → transmittals → exports, packing, and the papers → requested.
"""
