"""The record of processing and the draft of the impact assessment, made of what the models declare."""
