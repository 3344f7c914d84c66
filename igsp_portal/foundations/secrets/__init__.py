"""What nobody reads in the database: secrets are sealed before they become rows, sessions are known by a hash."""
