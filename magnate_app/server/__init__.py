"""The host as state machines: events in, commands out; no clock, socket or file."""
