"""Events, sales points, e-commerce, communications."""
