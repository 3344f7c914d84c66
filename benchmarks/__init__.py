"""What the portal promises of speed and weight, measured as ratios in one run: `python3 manage.py benchmark`.

`run` prepares a portal of its own in a folder that goes away and starts each part in a fresh Python: `papers` (PDF),
`texts` (long ones), `weight` (bytes and requests of a first visit), `warm` (a page that is kept), `queries` (one that
is not), `codes` and `deadline_night` (what people wait for). `scene` builds the portal they look at, `servers` starts
it, `bare`, `bare_row`, `bare_project` and `bare_file` are what it is measured by; `crowd` and `browsers` are the people
of the night. `faults` kills, fills and floods; it is run by hand. The Python that starts it all needs the standard
library alone.
"""
