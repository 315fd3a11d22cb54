"""The pages: one folder for each, with what it shows and its template."""
