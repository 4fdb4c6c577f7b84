"""What has been told to somebody."""
