"""What every other package needs, without knowing of pages: values, warnings, URLs, files."""
