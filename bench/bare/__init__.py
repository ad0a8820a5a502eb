"""What the product is measured against: a bare Wagtail page and a bare insert, same middleware."""
