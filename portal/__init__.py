"""The pages that vendors read, at `/v1/docs` and `/v1/problemen`, and what makes files of them."""
