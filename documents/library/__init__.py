"""The library: documents by their symbols, their files in six languages, and the inputs that are required.

Words: a *document* has one *symbol* in all its languages and is issued as *renditions* (one file, one language, one
format); a *required input* is something a mandate asks for, often under a letter, that documents answer for a session.

Floors, from top to bottom: views, admin, forms, loading, contributions → actions → listing, matrix, record, serving →
rules, panels → models → states. Knows nothing of texts, which contribute to its pages through `panels`.
"""
