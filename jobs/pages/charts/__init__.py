"""Charts as places that a template draws. Across they are in percent, so that one drawing fits every width; down in
pixels, so that letters keep their size."""
