"""What the API says of itself: OpenAPI, AsyncAPI, and the shapes in them."""
