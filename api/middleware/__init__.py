"""ASGI middleware and what it is made of: admission, compression, headers, response cache, byte ranges."""
