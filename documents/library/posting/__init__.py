"""Posting many files in one go: they wait, they are shown row by row, and then all of them are posted or none.

plans      what will become of each file, and why one is refused: pure, for the page and for a list of documents
known      what the library holds, in as many queries however many files there are
waiting    the place on disk where the files of one person wait, of which the library knows nothing
arriving   what was sent: files, and what is in a ZIP
looking    what is in the files that wait
pressing   all or nothing
shown      the preview, as its page takes it
page       the page
"""
