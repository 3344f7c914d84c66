"""What people send: checked at the field, limited, and given back when refused."""
