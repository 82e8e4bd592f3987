"""ASGI entry point: HTTP and WebSockets."""

import os

from channels.routing import ProtocolTypeRouter
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()  # loads the apps: the sockets may be imported after it only

from config.sockets import websocket_router  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": SessionMiddlewareStack(websocket_router)})
