"""The conductor: finds files, reads them through the cache, links and judges each project, and hands out one outcome."""
