//! A browser that replays saved pages: workflows run without a browser.
