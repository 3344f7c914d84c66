"""Submissions: what governments, regions and stakeholders file, and what becomes of it.

Words: a *call* asks *participants* for *submissions* by a *form*, whose *versions* hold *questions*; a submission has
*versions*, of which one at most is being drafted and those filed never change; a version holds *answers*, *statements*
on components of the mandate or paragraphs of a text, and *attachments*; each filing is an entry of the *log*, and gives
a *receipt*.

Rooms, each with its own pages, actions and letters:
    inviting    *invitations* by link, who acts for a party, *reminders*
    receiving   *screening*, *clarifications*, submissions entered on behalf, the library of what is published
    coverage    who has come how far with a call, as counts and as a matrix
    compiling   *compilations* of statements, issued as documents, with their *synthesis*
    wordform    the form of a draft as a DOCX, filled in off-line and read again
    sources     from which statements a paragraph comes, with a *disposition*, and what became of each statement
Under them forms and pages, the actions that change a submission, and at the bottom pure modules, which know nothing of
Django: answers, canonical, merging, log.merkle, log.notes.

May use documents, meetings and the foundations; nothing below knows of it.
"""
