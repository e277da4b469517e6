//! Floor 7: which findings are shown: selection, severity threshold, ignore comments.
