"""Texts that are negotiated: trees of numbered blocks in six languages, released version by version.

Words: a *text* has *versions*, a version has *blocks* with stable keys, a block has one *wording* in each language.
Contested words stand in *brackets*; numbers and labels are never stored, they are computed. Participants make
*proposals*, which others *support* and the secretariat decides on.

Floors, from top to bottom: views, admin, loading, contributions → actions → comparison_papers → typesetting →
comparing → redlines → rendering → papers → naming → models → states. Knows the library, which knows nothing of it.
"""
