"""The long tail: a source file for every client-operation pair of the catalogue, and what must be found in it."""
