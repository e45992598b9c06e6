"""HTTP and command line.  This layer decides nothing; it asks `rembug_service`."""
