"""``aigc-lint terms``: what the catalogue knows of the services' terms, and how old that is."""

from __future__ import annotations

from aigc_lint.model.words import Words

SUMMARY = Words("list, show and follow the terms of the services", "列出、查看并跟踪各服务的条款")
