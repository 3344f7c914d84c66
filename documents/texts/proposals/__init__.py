"""Proposals as they are shown: where each stands in a version, how its words read, and how many wait at a block.

Floors: proposed → proposal_marks, standing → alternatives.
"""
