"""Search: documents by their titles and symbols, the pages of their files, the paragraphs of texts; and what other
apps contribute.

What may be found is a row for each place (an *entry*), in the order of its days, with the words of it in an index of
the database itself. The words are cut by `documents.finding` for either database alike, and the answers are put in
order here: SQLite and PostgreSQL give the same ones. Who may see what is asked of `visible_to` whenever somebody
searches; no answer, count or filter tells of anything else.

Floors, from top to bottom: pages → following → indexing → answers, of_documents, of_texts → sources → models → index.
"""
