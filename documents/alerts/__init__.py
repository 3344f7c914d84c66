"""Telling people: e-mail alerts and Atom feeds of what becomes of documents, meetings and texts.

Words: an *alert* is the wish of an address to be told of one *target* (a process, a meeting, a document or a text), at
once or once a day. *News* is one thing of which something is to be told: what happened to it within a few minutes is
told together, and to each address once.
"""
