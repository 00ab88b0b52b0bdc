"""The head of pages: description, previews, structured data; sitemap and feed."""
