"""What keeps the project true and is no part of it: nothing here is shipped in the wheel."""
