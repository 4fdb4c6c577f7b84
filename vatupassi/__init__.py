"""The VatuPassi: own assessments, conversations, agreements and follow-ups."""
