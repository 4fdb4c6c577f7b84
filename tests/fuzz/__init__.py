"""Semi-valid requests at every route, none of which may be answered with a 5xx."""
