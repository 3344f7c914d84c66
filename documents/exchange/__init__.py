"""Texts in and out: Word's files, Akoma Ntoso, plain text, HTML and JSON. Knows nothing of Django or of the database.

What comes in is read into lines (`reading`), each with what it was taken for, before it makes a version; what goes out
is a version in the shape of `documents.drafts`. Each format has one module for each direction:
    docx_in, docx_out    with the word_* modules under them
    docx_changes_out     two versions as one DOCX with tracked changes
    akn_in, akn_out      Akoma Ntoso, with the akn_* modules under them
    plain_in             what people paste
    html_out, as_json    one page that needs no server; all languages of a version
    formats              a file of any of these, by its content
    align                a second language against the blocks of the original
    keeping              the original against a version that is there, whose blocks keep their keys
Under them lie
    outline     what each line of a file is taken for
    schemes     which numbering its headings follow
    typed       numbers as people type them
    labelled    lines with their numbers apart
    numerals    numbers as words and figures, and what headings are called
    inline      words with emphasis, brackets, calls and references
    notes       footnotes by their calls
    losses      what files have and a text has not
    listed      the list of blocks that travels within a file
    office      files as packages of parts, checked before they are opened
    facts       what is said of a text around its blocks
"""
