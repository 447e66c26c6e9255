"""Linking: joins the facts of all files of a project into uses, by abstract evaluation on demand."""
