"""The catalogue's entries. The TOML under ``rules/`` is decoded into these types; ``docs/catalogue.md`` shows the format.

A type that stands in a file is decoded strictly: an unknown key is an error. Ids that the file's structure spells
(table names, file names) are filled in by the loader and are not repeated in the file.

None of these modules takes ``annotations`` from the future: a decoder would have to evaluate each of them, at every start.
"""
