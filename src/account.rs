//! An account's name, and where its things lie below the data directory.
//!
//! Makes nothing and reads nothing. The name is a part of paths, so it can hold no way out of them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Serialize;

/// The longest name, in characters.
const MAX_CHARS: usize = 40;
/// The account that is meant where none is named.
const DEFAULT: &str = "default";
/// Where the accounts' own directories lie.
const ACCOUNTS: &str = "accounts";
/// Where an account's browser profiles lie.
const PROFILES: &str = "profiles";

/// The name of an account: 1 to 40 of `a`–`z`, `0`–`9`, `.`, `_` and `-`, with a letter or digit first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct AccountName(String);

/// Why a text is no account's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account's name is 1 to {MAX_CHARS} of a-z, 0-9, '.', '_' and '-', and begins with a letter or a digit")]
pub struct AccountNameError;

impl Default for AccountName {
    fn default() -> AccountName {
        AccountName(DEFAULT.to_owned())
    }
}

impl FromStr for AccountName {
    type Err = AccountNameError;

    fn from_str(text: &str) -> Result<AccountName, AccountNameError> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let begins_plain = text.bytes().next().is_some_and(is_plain);
        let is_name = text.bytes().all(|byte| is_plain(byte) || b"._-".contains(&byte));
        if begins_plain && is_name && text.len() <= MAX_CHARS {
            Ok(AccountName(text.to_owned()))
        } else {
            Err(AccountNameError)
        }
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AccountName {
    /// The name, as the ledger knows the account.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the account that is meant where none is named.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.0 == DEFAULT
    }

    /// The account's own directory: its lock lies there, and who was last seen signed in.
    #[must_use]
    pub fn home(&self, data: &Path) -> PathBuf {
        data.join(ACCOUNTS).join(&self.0)
    }

    /// The directory of its browser profiles, one for each browser.
    ///
    /// The default account's lie where they lay before there were others.
    #[must_use]
    pub fn profiles(&self, data: &Path) -> PathBuf {
        self.base(data).join(PROFILES)
    }

    /// The directory for its drivers' logs.
    #[must_use]
    pub fn logs(&self, data: &Path) -> PathBuf {
        self.base(data)
    }

    fn base(&self, data: &Path) -> PathBuf {
        if self.is_default() {
            data.to_owned()
        } else {
            self.home(data)
        }
    }

    /// Where the directories of all accounts lie.
    #[must_use]
    pub fn homes(data: &Path) -> PathBuf {
        data.join(ACCOUNTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_leads_nowhere_else() {
        for good in ["default", "a", "0", "work", "olive.owner", "a_b-c.9", &"x".repeat(40)] {
            assert_eq!(good.parse::<AccountName>().unwrap().as_str(), good);
        }
        let long = "x".repeat(41);
        for bad in [
            "", ".", "..", "../x", "/", "a/b", "a\\b", ".hidden", "-x", "_x", "Work", "a b", "ä", "a\0", "a\n", "~",
            "%2e", &long,
        ] {
            assert_eq!(bad.parse::<AccountName>(), Err(AccountNameError), "{bad:?}");
        }
    }

    #[test]
    fn the_default_account_keeps_its_places_and_others_have_their_own() {
        let data = Path::new("/data");
        let default = AccountName::default();
        assert_eq!(default.profiles(data), Path::new("/data/profiles"));
        assert_eq!(default.home(data), Path::new("/data/accounts/default"));
        assert_eq!(default.logs(data), data);
        let work: AccountName = "work".parse().unwrap();
        assert_eq!(work.profiles(data), Path::new("/data/accounts/work/profiles"));
        assert_eq!(work.home(data), Path::new("/data/accounts/work"));
        assert_eq!(work.logs(data), Path::new("/data/accounts/work"));
    }
}
