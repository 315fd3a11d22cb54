"""What is seen of requests: the log, the metrics, the traces."""
