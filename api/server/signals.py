"""What servers and who runs them tell each other by signals."""

import signal

STEP_BACK = signal.SIGUSR1
"""Another server has taken over: accept no more, finish what runs, let idle clients go, and end."""
