"""Texts that are negotiated: trees of numbered blocks in six languages, released version by version.

Words: a *text* has *versions*, a version has *blocks* with stable keys, a block has one *wording* in each language.
Contested words stand in *brackets*; numbers and labels are never stored, they are computed. Participants make
*proposals*, which others *support* and the secretariat decides on.

Floors, from top to bottom: views, admin, loading, contributions → taking_in, giving_out, readings → room → editor →
actions → typesetting → brackets → proposals, comparing → rendering → papers → models → states. Knows the library,
which knows nothing of it.
"""
