"""The server: its protocol, its connections, its signals, and the path of what is asked most."""
