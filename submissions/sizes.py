"""How much a submission holds: said beside each field, and held by form, action, model and database alike.

Characters are counted as they are written: a line break is one, and so is a letter of any script. The longest form,
with everything filled, stays below what the server takes (DATA_UPLOAD_MAX_MEMORY_SIZE).
"""

LONGEST_TITLE = 300  # characters
LONGEST_INTRODUCTION = 20_000
LONGEST_STATEMENT = 5_000
LONGEST_REASON = 500
LONGEST_NOTE = 1_000
LONGEST_MESSAGE = 5_000  # of the secretariat to a party, and back
MOST_PARTIES = 200  # rows of a form, beside the one that submits
MOST_STATEMENTS = 60
MOST_ATTACHMENTS = 10
LONGEST_ANSWER = 20_000  # of one question
LONGEST_NUMBER = 40
LONGEST_CELL = 2_000
MOST_ROWS = 100  # of a table to which the writer adds rows
MOST_QUESTIONS = 80
LONGEST_SENTENCE = 2_000  # of a synthesis
