"""Technical ground floor: knows nothing of people or conversations."""
