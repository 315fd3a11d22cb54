"""The signals between a server and its supervisor."""

import signal

DRAIN_SIGNAL = signal.SIGUSR1
"""Another server has taken over: accept no more, finish what runs, close idle connections, and end."""
