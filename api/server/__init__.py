"""The server: its HTTP protocol, connections and signals, and a fast path for frequent requests."""
