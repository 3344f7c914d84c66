"""The Word form: a draft's form as a DOCX to be filled in off-line, read again with a report before a word is saved.

content   what the form of a draft asks, and what is written so far
writing   that as a DOCX
reading   a DOCX that was filled in: what stands in each place
sending   that as the page of the form would have sent it
before    what one has sent of the same file before
report    row by row: what is new, what was changed on the site meanwhile, and what was not understood

Of a file marks alone are kept, in the session, and nothing is saved here: what was read travels in the report to the
page of the form, which saves it as it saves all else.
"""
