"""Hold the SDK files of the catalogue against the source of the real, pinned distributions, without importing any of it."""
