"""Taking a text in from a file: read line by line, corrected by a person, and written by one press.

Floors: page → rows, changes → taking → taken.
"""
