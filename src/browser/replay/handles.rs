//! Numbers for the controls of a page that has none: what the look script does in a browser.
//!
//! Knows tags only.

const CONTROLS: &[&str] = &["a", "button", "input", "textarea", "select"];
const ROLES: &[&str] = &[
    "button", "menuitem", "link", "checkbox", "radio", "tab", "option", "textbox",
];

/// Writes `lw-handle="N"` into every interactive element, unless the page already has handles.
pub(super) fn number(html: &str) -> String {
    if html.contains(" lw-handle=\"") {
        return html.to_owned();
    }
    let mut numbered = String::with_capacity(html.len() + html.len() / 8);
    let mut handle = 0;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag_on) = rest.split_at(start);
        numbered.push_str(text);
        let Some(end) = end_of_tag(tag_on) else {
            rest = tag_on;
            break;
        };
        let (tag, after) = tag_on.split_at(end);
        numbered.push_str(tag.trim_end_matches('/'));
        if is_interactive(tag) {
            numbered.push_str(&format!(" lw-handle=\"{handle}\""));
            handle += 1;
        }
        numbered.push_str(&tag[tag.trim_end_matches('/').len()..]);
        rest = after;
    }
    numbered.push_str(rest);
    numbered
}

/// Where the tag's `>` stands; values in quotes may hold another.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

fn is_interactive(tag: &str) -> bool {
    let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let is_link = name == "a" && tag.contains(" href=");
    let has_role = || ROLES.iter().any(|role| tag.contains(&format!(" role=\"{role}\"")));
    !name.is_empty() && (is_link || (name != "a" && CONTROLS.contains(&name.as_str())) || has_role())
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn controls_are_numbered_in_order_and_nothing_else() {
        let html = r#"<p title="a > b"><a href="/x">x</a><a>y</a><button disabled/><i role="menuitem"></i></p>"#;
        let numbered = r#"<p title="a > b"><a href="/x" lw-handle="0">x</a><a>y</a><button disabled lw-handle="1"/><i role="menuitem" lw-handle="2"></i></p>"#;
        assert_eq!(number(html), numbered);
    }

    #[test]
    fn handles_of_a_recorded_page_stay() {
        let html = r#"<a href="/" lw-handle="7"></a><button></button>"#;
        assert_eq!(number(html), html);
    }

    #[test]
    fn a_tag_that_never_ends_is_left_alone() {
        assert_eq!(number("<a href=\"/\"><button"), "<a href=\"/\" lw-handle=\"0\"><button");
    }
}
