"""White spectra: functions of time whose transform has one square root, and their limits."""
