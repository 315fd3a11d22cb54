"""The server: its HTTP protocol, connections and signals."""
