//! Floor 8: the pipeline on one screen: discover, read, interpret, judge.
