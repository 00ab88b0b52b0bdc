"""Publications, talks, courses, posts and projects."""
