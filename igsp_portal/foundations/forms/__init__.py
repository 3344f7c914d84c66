"""What people send: checked at the field, limited, its files told by their content, and given back when refused."""
