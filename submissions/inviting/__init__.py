"""Inviting: who is asked to answer a call, whom they name to act for them, and who is reminded.

Words: an *invitation* asks one *participant* to answer one *call*; its *link* opens a page on which the participant
*names* its focal point and drafters; a *reminder* is a day on which those are written to who have not answered.
"""
