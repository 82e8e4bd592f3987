"""The site with one address more: the least a view can do that stores something, to measure others against."""

from config.asgi import application  # loads the apps: the rest may be imported after it only

# isort: split
import uuid
from datetime import timedelta

from django.urls import path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import ThrottleWindow
from config.urls import urlpatterns

__all__ = ["application"]

ADDRESS = "/api/v1/bare-insert"


class BareInsert(APIView):
    """Knows who asks, parses the body, inserts one row."""

    def post(self, request: Request) -> Response:
        later = timezone.now() + timedelta(days=1)
        ThrottleWindow.objects.create(key=f"bench:{uuid.uuid4().hex}", count=len(request.data), expires_at=later)
        return Response(status=201)


urlpatterns.append(path(ADDRESS.removeprefix("/"), BareInsert.as_view()))
