"""A CV in one file: its page, its PDF and its JSON Resume.

:mod:`.rendercv` and :mod:`.json_resume` read the file into the :mod:`.model`; :mod:`.directive` shows it on a
page, :mod:`.pdf` compiles it, and :mod:`.resume` writes it for other programs.
"""
