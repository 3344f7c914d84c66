"""What every app may use and what knows no app: access, audit, mail, PDF, languages, time."""
