//! `order = "rank"`: what past issues took teaches an order, and says by which words.
