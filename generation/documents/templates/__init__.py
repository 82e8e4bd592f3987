"""The templates of document analysis: what may be asked of a document."""

from generation.documents.templates.asked import Asked, refusal
from generation.documents.templates.base import Template
from generation.documents.templates.fields import Fields
from generation.documents.templates.reference import describe
from generation.documents.templates.registry import TEMPLATES, template_of

__all__ = ["TEMPLATES", "Asked", "Fields", "Template", "describe", "refusal", "template_of"]
