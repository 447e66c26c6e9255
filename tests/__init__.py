"""The tests mirror the package; the whole product is tested through ``fixtures/``."""
