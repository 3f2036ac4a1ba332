//! Random names, and hashes that nobody can make without the ledger's own key.
//!
//! Knows no database.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::connection::Trouble;
use crate::ledger::LedgerError;

/// The key of the hashes: made once, kept in the database.
#[derive(Clone)]
pub(super) struct Key([u8; 32]);

impl Key {
    /// A new key.
    pub(super) fn fresh() -> Result<Key, Trouble> {
        random().map(Key)
    }

    /// A key as it was written down.
    pub(super) fn read(text: &str) -> Option<Key> {
        let mut bytes = [0; 32];
        if text.len() != 2 * bytes.len() || !text.is_ascii() {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
        }
        Some(Key(bytes))
    }

    /// The key, to be written down.
    pub(super) fn written(&self) -> String {
        hex(&self.0)
    }

    /// HMAC-SHA256 over the parts; no two lists of parts give the same text.
    pub(super) fn hash(&self, parts: &[&str]) -> String {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes any key");
        };
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hex(&mac.finalize().into_bytes())
    }
}

/// A new name, never given before: `wf-` and a random UUID.
pub(super) fn name(kind: &str) -> Result<String, Trouble> {
    let mut bytes: [u8; 16] = random()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex(&bytes);
    let groups = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    Ok(format!("{kind}-{}", groups.join("-")))
}

/// A shorter one, of 64 bits: for what people copy by hand.
pub(super) fn short_name(kind: &str) -> Result<String, Trouble> {
    let bytes: [u8; 8] = random()?;
    Ok(format!("{kind}-{}", hex(&bytes)))
}

/// A random number from 0 to `below`, which is not reached.
pub(super) fn draw(below: i64) -> Result<i64, Trouble> {
    let bytes: [u8; 8] = random()?;
    // The remainder of 2^63 by a million is no bias that a pause would show.
    Ok((i64::from_be_bytes(bytes) & i64::MAX) % below)
}

fn random<const N: usize>() -> Result<[u8; N], Trouble> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| LedgerError::Failed(format!("the system gives no random numbers: {error}")))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_random_uuid() {
        for _ in 0..100 {
            let name = name("wf").unwrap();
            let groups: Vec<&str> = name.split('-').collect();
            let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
            assert_eq!(lengths, [2, 8, 4, 4, 4, 12], "{name}");
            assert!(groups[3].starts_with('4'), "version 4: {name}");
            assert!(groups[4].starts_with(['8', '9', 'a', 'b']), "variant 1: {name}");
        }
    }

    #[test]
    fn a_draw_is_any_number_below() {
        let drawn: std::collections::BTreeSet<i64> = (0..200).map(|_| draw(10).unwrap()).collect();
        assert_eq!(drawn, (0..10).collect());
    }
}
