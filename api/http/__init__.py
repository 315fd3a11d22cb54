"""What a request asks for, read from its headers; nothing else of `api` is imported here."""
