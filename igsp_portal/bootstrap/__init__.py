"""What happens before Django is imported, with the standard library alone.

Any Python from 3.11 on may start `manage.py`. It finds or makes the virtual environment `.venv` from
`requirements.lock`, goes on inside it, and hands the command over. Each file is a floor, and knows only those
below:

    entry     prepares a command, goes on in the environment's Python, hands the command over
    venv · checks · demo · postgres    the environment and its locks; `manage.py test`; a demonstration's variables;
        a PostgreSQL for tests and measurements
    system    what the operating system has to have
    ground    where the house stands, what is said at the terminal, and a refusal

The terminal speaks English, as Django's commands do.
"""
