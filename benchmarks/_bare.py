"""The site with two addresses more: the least a view can do that stores something, or takes in a large body."""

from config.asgi import application  # loads the apps: the rest may be imported after it only

# isort: split
import hashlib
import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
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


@csrf_exempt
def bare_body(request: HttpRequest) -> HttpResponse:
    """Reads the body and hashes it."""
    digest = hashlib.sha256()
    while piece := request.read(1 << 20):
        digest.update(piece)
    return HttpResponse(digest.hexdigest())


urlpatterns.append(path("api/v1/bare-body", bare_body))
urlpatterns.append(path(ADDRESS.removeprefix("/"), BareInsert.as_view()))
