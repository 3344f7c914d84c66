"""Who reaches which address. The table says it of every one; an address that is not in it fails the walk.

Pages are asked for as a stranger, as somebody signed in without a role, as another party, as each person of the
party concerned, as each role of the secretariat, and as the administrator of another process. "Reached" is any
answer but a refusal: the way to the sign-in page, 403 or 404.
"""
