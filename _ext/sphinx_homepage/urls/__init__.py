"""Where pages live and have lived: old addresses, and the redirects that answer them."""
