"""The room in which the secretariat puts statements together and issues them as a document.

urls of the app → pages, admin, loading
actions     begun in one step, arranged, brought up to date, issued
making      the files of an issued compilation, made by the worker, which then issues its document
word, printing   the same content as DOCX and as PDF
content     all that a compilation says in one language, by value
choosing    which statements may stand in one, and which of those in it have changed since
groups      under which heads they stand, and in which order
"""
