"""What every app may use and what knows no app.

access      who may do what: one table of roles
time        the portal's clock, deadlines said the same way everywhere, the 10-4-6 rule
turns       what only one at a time may do, where there is no row to hold
held        folders that a process holds as long as it lives
secrets     what nobody reads in the database: sealed before it is written, sessions known by a hash
files       what is kept: told by its content, written whole or not at all, and known by its hash
record      every change of a row with its event, and what is never changed any more
forms       what people send: checked at the field, limited, given back when refused
admin       the secretariat's admin site, where states move by buttons alone
pages       what readers get: closed unless opened by name, kept for strangers
paper       what is printed: the PDF engine, its processes, its files, its footnotes, its tags
worker      what is done later: messages that go out, and tasks handed over with the change that asks for them
datafiles   data folders written by people, read so that every complaint names file and line
language    how it is said: the six languages, the letters of lists, the days
"""
