"""The read API at /api/v1/: put together from the routers of the apps.

site         the API and its addresses
description  what it tells of itself: OpenAPI
door         what every answer of it passes: methods, formats, conditions, other sites, problems
"""
