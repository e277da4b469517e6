//! Floor 7: changing files. Not here yet; its issue follows.
