"""The two commands before Django, floor by floor: nothing here needs a database."""
