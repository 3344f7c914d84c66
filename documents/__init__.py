"""Documents: the library, with the inputs that are required, and texts as trees of numbered blocks.

Two nouns live here, each in a package with the same short floors, and above them what tells people of both:
    library     documents known by their symbols, their files, and the inputs that a mandate asks for
    texts       texts with their versions, blocks and wordings; knows the library, which knows nothing of it
    search      what is found by words and symbols: documents, pages of files, paragraphs, and what others contribute
    alerts      e-mail alerts and Atom feeds of what becomes of documents, meetings and texts

Under both lie pure modules, which know nothing of Django or of the database:
    faults      what is wrong in something typed, and at which character
    symbols     parse, print, compare and sort symbols
    finding     texts and questions cut into words that any database compares; snippets with the words marked
    filenames   the librarians' rule for file names, and what the names that people give say
    brackets    negotiators' brackets: scan, check
    drafts      a whole version of a text as planned: blocks in order, words by language
    comparison  two versions of a text: what became of each block, and of its words
    ledger      every bracket over the versions of a text: where, and since when it is open
    proposing   what is proposed for words: whether it fits them, and how it stands beside them in brackets
    reflowing   the words of a file's pages in paragraphs, without running heads, some pages at once
    readings    a wording without its brackets, or with one party's alternatives
    wordings    inline marks of a wording, as tokens
    coherence   whether a text's words agree with each other and across its languages
    accord      whether a translation says what its original says, as far as that can be counted
    exchange    texts from and to other formats: Word's files, Akoma Ntoso, plain text
    numbering   labels of headings, paragraphs, subparagraphs and notes in six languages

May use meetings, igsp_portal.foundations and igsp_portal.models; knows nothing of submissions.
"""
