//! Past issues as memory: which links were published where, which numbers, which events.
