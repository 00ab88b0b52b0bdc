"""What a page says to machines: description, previews, structured data, sitemap, feed."""
