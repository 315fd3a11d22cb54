"""What a request asks for, read from its headers; nothing of the project is imported here."""
