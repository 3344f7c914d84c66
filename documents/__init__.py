"""Documents: the library, the inputs that are required, and texts as trees of numbered blocks.

Words: a *document* has one *symbol* in all its languages and is issued as *renditions* (one file, one
language, one format); a *required input* is a lettered place, (a) to (h), that documents fill; a *text* has
*versions*, a version has *blocks* with stable keys, a block has one *wording* in each language. Contested
words stand in *brackets*; numbers and labels are never stored, they are computed.

Pure modules, which know nothing of Django or of the database:
    faults      what is wrong in something typed, and at which character
    symbols     parse, print, compare and sort symbols
    filenames   the librarians' rule for file names
    brackets    negotiators' brackets: scan, count, check
    wordings    inline marks of a wording to tokens and back
    coherence   whether a text's words agree with each other and across its languages
    numbering   labels of headings, paragraphs, subparagraphs and notes in six languages

May use meetings, igsp_portal.foundations and igsp_portal.models; knows nothing of submissions.
"""
