"""What the portal promises of speed and weight, measured as ratios in one run: `python3 manage.py benchmark`.

`run` prepares a portal of its own in a folder that goes away and starts each part in a fresh Python:
`papers` (PDF), `weight` (bytes and requests of a first visit), `queries` (a page that is not kept) and `warm`
(one that is). `scene` builds the portal they look at. The Python that starts it all needs the standard library
alone.
"""
