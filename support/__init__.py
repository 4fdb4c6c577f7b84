"""Near-support: the measures that agreements and workshops draw from."""
