"""Submissions: what governments, regions and stakeholders file, and what becomes of it.

Words: a *call* asks *participants* for *submissions*; a submission has *versions*, of which one at most is being
drafted and those filed never change; a version holds *statements* of needs, gaps, priorities, activities and
proposals under the components of the mandate, and *attachments*; each filing gives a *receipt*.

May use documents, meetings and the foundations; nothing below knows of it.
"""
