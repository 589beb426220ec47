"""The project about itself: what is kept in two places agrees, and files are where and as they should be."""
