"""What the routers of the read API share: shapes, values in several languages, pages of lists, and problems.

It speaks English, as its description does: what a program is told is no sentence of a page.

    shapes    what every answer may hold, as the description tells it
    words     values in several languages, or in the one asked for
    asked     what may be asked of a list
    cursors   places in a list, sealed
    pages     one page of a list, or of what has changed
    reading   how a view of the API is declared
    answers   what is sent
    problems  what is sent when something is wrong (RFC 9457)
"""
