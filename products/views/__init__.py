"""Pages of products: thin; what they do stands in `products.actions`."""
