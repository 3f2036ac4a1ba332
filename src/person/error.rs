//! Why a text is no person's URL.
//!
//! Sentences with the cure, none of which repeats the input.

/// Why a text is no person's URL. `Display` is a sentence with the cure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PersonUrlError {
    /// Nothing was given.
    #[error("The person URL is empty; give one like https://www.linkedin.com/in/ada-example.")]
    Empty,
    /// More than 2048 bytes.
    #[error("The person URL is longer than 2048 bytes; cut it after the slug.")]
    TooLong,
    /// Tabs, line breaks, NUL, zero-width or direction-changing characters.
    #[error("The person URL holds a control or invisible character; copy the plain URL again.")]
    ControlCharacter,
    /// White space, also around the URL.
    #[error("The person URL holds white space; remove it, also before and after the URL.")]
    Whitespace,
    /// A backslash, which browsers read as a slash.
    #[error("The person URL holds a backslash; use forward slashes.")]
    Backslash,
    /// `linkedin.com/in/…` or `//www.linkedin.com/in/…`.
    #[error("The person URL has no scheme; give it whole, like https://www.linkedin.com/in/ada-example.")]
    SchemeMissing,
    /// `javascript:`, `data:`, `ftp:` and the like.
    #[error("The person URL is no web address; it must begin with https://.")]
    SchemeNotHttp,
    /// No host after the scheme.
    #[error("The person URL has no host; write https://www.linkedin.com/in/ and the slug.")]
    HostMissing,
    /// A user name or password before the host.
    #[error("The person URL holds a user name before the host (an @); remove it.")]
    UserInfo,
    /// A host in other letters than ASCII.
    #[error("The host of the person URL is not plain ASCII; type www.linkedin.com yourself.")]
    HostNotAscii,
    /// Another host, also look-alikes.
    #[error(
        "The host of the person URL is not LinkedIn's; use www.linkedin.com, linkedin.com, m.linkedin.com or a two-letter country host."
    )]
    HostNotLinkedin,
    /// A port that is not the scheme's own.
    #[error("The person URL names a port; remove it.")]
    Port,
    /// Two slashes in a row.
    #[error("The path of the person URL has an empty part (two slashes in a row); remove one.")]
    EmptySegment,
    /// `.` or `..`, also percent-encoded.
    #[error("The path of the person URL holds a dot segment; write the path /in/ and the slug.")]
    DotSegment,
    /// A company, a school, Sales Navigator, Recruiter, an old /pub/ page.
    #[error(
        "This is another kind of LinkedIn page; open the person's public profile and copy its URL, https://www.linkedin.com/in/ and the slug."
    )]
    OtherPage,
    /// Any other path that does not begin with `/in/`.
    #[error("The path of the person URL is not /in/ and a slug (in lower case); copy the profile's own URL.")]
    NotAPersonPath,
    /// `/in/` and nothing after it.
    #[error("The person URL ends before the slug; add it after /in/.")]
    SlugMissing,
    /// Something after the slug that is neither a locale nor a known sub-page.
    #[error("Something unknown follows the slug; cut the person URL after the slug.")]
    UnknownSubPage,
    /// A `%` without two hexadecimal digits.
    #[error("The person URL holds a broken percent escape; copy the URL again, or write the slug plainly.")]
    PercentEscape,
    /// Percent escapes that are not UTF-8.
    #[error("The percent escapes of the person URL are not UTF-8; write the slug plainly.")]
    SlugNotUtf8,
    /// Percent escapes that were escaped once more.
    #[error("The slug is percent-encoded twice; encode it once, or write it plainly.")]
    EncodedTwice,
    /// A character that no slug has.
    #[error("The slug holds a character that no LinkedIn slug has; letters, digits, hyphens and emoji are allowed.")]
    SlugCharacter,
    /// More than 100 characters.
    #[error("The slug is longer than 100 characters, more than LinkedIn allows; check the URL.")]
    SlugTooLong,
    /// `/in/me`, which is whoever is signed in.
    #[error("The slug \"me\" stands for whoever is signed in; give the person's own slug.")]
    SlugMe,
    /// `/in/unavailable`, where LinkedIn sends visitors of profiles that are gone.
    #[error("The slug \"unavailable\" is LinkedIn's page for missing profiles; give the person's own slug.")]
    SlugReserved,
}

impl PersonUrlError {
    /// Every error, in the order in which they are looked for.
    pub const ALL: [Self; 25] = [
        Self::Empty,
        Self::TooLong,
        Self::ControlCharacter,
        Self::Whitespace,
        Self::Backslash,
        Self::SchemeMissing,
        Self::SchemeNotHttp,
        Self::HostMissing,
        Self::UserInfo,
        Self::HostNotAscii,
        Self::HostNotLinkedin,
        Self::Port,
        Self::EmptySegment,
        Self::DotSegment,
        Self::OtherPage,
        Self::NotAPersonPath,
        Self::SlugMissing,
        Self::UnknownSubPage,
        Self::PercentEscape,
        Self::SlugNotUtf8,
        Self::EncodedTwice,
        Self::SlugCharacter,
        Self::SlugTooLong,
        Self::SlugMe,
        Self::SlugReserved,
    ];

    /// A stable word for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "urlEmpty",
            Self::TooLong => "urlTooLong",
            Self::ControlCharacter => "urlControlCharacter",
            Self::Whitespace => "urlWhitespace",
            Self::Backslash => "urlBackslash",
            Self::SchemeMissing => "urlSchemeMissing",
            Self::SchemeNotHttp => "urlSchemeNotHttp",
            Self::HostMissing => "urlHostMissing",
            Self::UserInfo => "urlUserInfo",
            Self::HostNotAscii => "urlHostNotAscii",
            Self::HostNotLinkedin => "urlHostNotLinkedin",
            Self::Port => "urlPort",
            Self::EmptySegment => "urlEmptySegment",
            Self::DotSegment => "urlDotSegment",
            Self::OtherPage => "urlOtherPage",
            Self::NotAPersonPath => "urlNotAPersonPath",
            Self::SlugMissing => "urlSlugMissing",
            Self::UnknownSubPage => "urlUnknownSubPage",
            Self::PercentEscape => "urlPercentEscape",
            Self::SlugNotUtf8 => "urlSlugNotUtf8",
            Self::EncodedTwice => "urlEncodedTwice",
            Self::SlugCharacter => "urlSlugCharacter",
            Self::SlugTooLong => "urlSlugTooLong",
            Self::SlugMe => "urlSlugMe",
            Self::SlugReserved => "urlSlugReserved",
        }
    }
}
