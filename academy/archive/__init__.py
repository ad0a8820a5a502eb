"""One file that holds an installation: database, media, and a manifest to check them against."""
