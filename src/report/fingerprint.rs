//! The fingerprint of a finding: by it, tools recognise a finding after the code around it has moved.
//!
//! It is a hash of what a finding is recognised by ([`Identity`]), which says nothing of a key.

use std::collections::BTreeMap;

use crate::rules::Identity;

/// Makes the fingerprints of one report.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<u64, u64>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 16 hexadecimal digits. Findings that agree in all of what they are
    /// recognised by are counted.
    pub(super) fn next(&mut self, identity: &Identity) -> String {
        let mut hash = Fnv::default();
        for part in [&identity.rule, &identity.path, identity.setting.as_deref().unwrap_or(""), &identity.code] {
            hash.add(part.as_bytes());
            hash.add(&[0]);
        }
        let count = self.seen.entry(hash.0).or_default();
        hash.add(&count.to_le_bytes());
        *count += 1;
        format!("{:016x}", hash.0)
    }
}

/// FNV-1a with 64 bits: stable for ever, and collisions are no danger here.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv() {
        let mut hash = Fnv::default();
        hash.add(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn equal_findings_are_told_apart_by_their_order() {
        let identity = Identity {
            rule: "rule".to_owned(),
            path: "a.py".to_owned(),
            setting: Some("KEY".to_owned()),
            code: "KEY = ''".to_owned(),
        };
        let mut fingerprints = Fingerprints::default();
        let first = fingerprints.next(&identity);
        let second = fingerprints.next(&identity);
        assert_ne!(first, second);
        assert_eq!(Fingerprints::default().next(&identity), first);
        assert_eq!(first.len(), 16);
    }
}
