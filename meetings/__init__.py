"""Meetings: the process, its mandate, its calendar and those who take part.

Words: a *process* is negotiated by a *body*, on the *mandate* of *decisions* and resolutions with their
*components*, at *meetings* (its sessions, and consultations) with their *agenda*; *participants* (States, groups of
States, forums, bodies, organizations) are acted for by people with a *membership*; *letters* invite and request.
*Kinds* of all these are the field's, and the process's *own names* for them its own.

May use igsp_portal.foundations and igsp_portal.models; knows nothing of documents or submissions. Those
contribute to its pages through meetings.panels.
"""
