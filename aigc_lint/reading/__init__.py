"""Reading: one file's bytes to facts that know no path, policy or catalogue."""
