"""The products: what each says when it is asked, in the same values."""
