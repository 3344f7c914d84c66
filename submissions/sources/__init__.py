"""Sources: from which statements the paragraphs of a text come, and what became of each statement.

Words: a *source* links a block of a version to a *statement*, with a *disposition* (reflected, in part, merged with
another); a statement that is not reflected has a reason in place of a block. Only what a person has confirmed is a
source; what the words in common suggest is *likely*.

Floors, from top to bottom: views, loading, following → telling → reading → actions → likely → rules → likeness →
common_words; the last two are pure.
"""
