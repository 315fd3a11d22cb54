"""The settings of the environment, and what one of them allows: secrets over plain HTTP."""

from graph.settings.environment import Setting, Settings, settings, user_cache_directory
from graph.settings.plain_http import is_safe, refuse_plain_http

__all__ = ["Setting", "Settings", "is_safe", "refuse_plain_http", "settings", "user_cache_directory"]
