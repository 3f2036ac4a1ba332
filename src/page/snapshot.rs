//! One page at one moment, as plain data.
//!
//! Knows no browser and no rules: the driver fills it in, a saved page imitates it.

use serde::{Deserialize, Serialize};

/// What one look brought back: only what a person could see, flattened, plus where it stands.
///
/// Source: `browser/snapshot.js`, one round trip. Interactive elements carry `lw-handle="N"`,
/// N being their place in the registry of the look that made this snapshot.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Snapshot {
    /// `location.href`.
    pub url: String,
    /// `document.documentURI`: differs from `url` on a browser's own error page.
    pub document_url: String,
    /// Where the server's own redirects led, if there were any; not where a script or a page led.
    pub redirected_url: Option<String>,
    /// Address of the page whose script or link led here; empty after a plain navigation.
    pub referrer: String,
    /// HTTP status of the navigation, where the browser tells it.
    pub status: Option<u16>,
    /// Identity of the document: changes with every real navigation, milliseconds.
    pub document: f64,
    /// Identity of the look whose registry holds the handles.
    pub look: u64,
    /// When the copy was begun, by the clock of the browser's machine, milliseconds since 1970.
    pub at: f64,
    /// What making the copy took in the page, waits left out, milliseconds.
    pub copied: f64,
    /// Copied before the page stood still: enough for an input, which waits for that, and for nothing else.
    pub moving: bool,
    /// What an [`Excerpt`](super::Excerpt) leaves out is not in it: enough for what may come of a page that moves,
    /// and for a plain success.
    pub excerpt: bool,
    /// The visible page as HTML: shadow roots as `<shadow-root>`, no scripts, no styles.
    pub html: String,
    /// Short digest of `html`, to wait for a change against.
    pub fingerprint: String,
}

impl Snapshot {
    /// Whether rules must say the same of both: all that they read is equal, whenever and by which look it was copied.
    pub(super) fn shows_the_same_as(&self, other: &Snapshot) -> bool {
        let Snapshot {
            url,
            document_url,
            redirected_url,
            referrer,
            status,
            html,
            document: _,
            look: _,
            at: _,
            copied: _,
            moving: _,
            excerpt: _,
            fingerprint: _,
        } = self;
        (url, document_url, redirected_url, referrer, status)
            == (
                &other.url,
                &other.document_url,
                &other.redirected_url,
                &other.referrer,
                &other.status,
            )
            && *html == other.html
    }
}
