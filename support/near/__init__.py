"""Near-support people in the units: colleagues with whom one may talk a matter over first."""
