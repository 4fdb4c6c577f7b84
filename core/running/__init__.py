"""Running the installation: what the doctor, the status page and the metrics look at."""
