"""Small projects that the command line is run on."""

from __future__ import annotations

TODAY = "2026-11-25"

CLEAN = "import json\n\nprint(json.dumps({}))\n"

DENIED = """\
from openai import OpenAI

client = OpenAI(base_url="https://api.deepseek.com")
client.chat.completions.create(model="deepseek-chat", messages=[])
"""
"""One use of a service that ``POLICY`` does not admit, on line 4."""

UNKNOWN = """\
import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["LLM_URL"])
client.responses.create(model="m", input="")
"""
"""One use whose service cannot be known: a warning."""

POLICY = """\
version = 1

[project]
name = "shop"

[providers]
allow = ["openai"]
"""

BROKEN_POLICY = """\
version = 1

[providers]
alow = ["openai"]

[terms]
max_age_days = "many"

[rules]
ignore = ["AIG999"]
"""
"""Three mistakes, on lines 4, 7 and 10."""

SHOP = {"aigc-policy.toml": POLICY, "app/__init__.py": "", "app/chat.py": DENIED, "app/plain.py": CLEAN}
