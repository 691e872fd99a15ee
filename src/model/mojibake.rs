//! Text that was decoded with the wrong character set ("Jim√©nez"), recognised and repaired.
