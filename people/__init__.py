"""Who is who: users, units, supervision, sign-in, my data."""
