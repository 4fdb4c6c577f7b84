"""The employer’s written models: how work ability is led, substitute work, the substance programme and three others."""
