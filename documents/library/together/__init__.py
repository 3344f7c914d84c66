"""The documents of a meeting taken together: one ZIP of those that a reader may have, in languages and formats.

asked     what is asked for: languages, formats, and since when
stamps    what somebody has already, sealed into the stamp to ask with next
chosen    the files that answer it, and those that are no longer given out
contents  what lies beside the files: manifest.json, SHA256SUMS, index.html
streaming the ZIP as it is sent, file by file
visits    when a person last came to the meeting's page
pages     the page on which one chooses, and the ZIP's address

Only what is issued is in it, also for who may read in the admin site what is not: a ZIP is handed on.
"""
