"""Receiving: what the secretariat does with a filing, and what it and the party write to each other about it.

Words: a *screening* says what was found of a version, with a reason that its party reads; a *private note* is the
secretariat's alone; a *clarification* is a request, or the answer to one, in the thread of a submission.
"""
