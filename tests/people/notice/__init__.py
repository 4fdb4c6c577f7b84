"""What has been told to me."""
