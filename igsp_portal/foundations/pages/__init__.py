"""What readers get: pages closed unless opened by name, kept for strangers, and the cache that processes share."""
