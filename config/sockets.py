"""Every address of a socket."""

from channels.routing import URLRouter
from django.urls import re_path

from generation.live.routing import sockets as conversations
from jobs.live.consumers import UnknownSocket
from jobs.live.routing import sockets as jobs

websocket_router = URLRouter([*jobs, *conversations, re_path(r"", UnknownSocket.as_asgi())])
