"""The results of a document's parts put together: by code where code can, point by point by a model where not."""
