"""Meetings: the process, its mandate, its calendar and those who take part.

Words: a *process* is negotiated by a *body*, on the *mandate* of *decisions* with their *components*, at
*meetings* (working-group sessions and consultations) with their *agenda*; *participants* (States, forums,
bodies, organizations, groups) are acted for by people with a *membership*; *letters* invite and request.

May use igsp_portal.foundations and igsp_portal.models; knows nothing of documents or submissions. Those
contribute to its pages through meetings.panels.
"""
