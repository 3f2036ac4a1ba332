//! Writing HTML without letting any text become markup.

/// A class name of the newer front end: the page's script computes the same.
pub(crate) fn hashed_class(name: &str) -> String {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("_{hash:08x}")
}

/// The text, safe inside an element and inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// JSON, safe inside a `script` element.
pub(crate) fn script_json(value: &serde_json::Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// A template with every `{{name}}` replaced by what `value` gives for it, in one pass.
///
/// `value` returns finished HTML.
pub(crate) fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut page = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            page.push_str("{{");
            rest = after;
            continue;
        };
        page.push_str(&value(name));
        rest = behind;
    }
    page.push_str(rest);
    page
}

/// A style sheet with every `.k-name` replaced by the hashed class.
pub(crate) fn hash_classes(sheet: &str) -> String {
    let mut parts = sheet.split(".k-");
    let mut hashed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|letter: char| !letter.is_ascii_alphanumeric())
            .unwrap_or(part.len());
        hashed.push('.');
        hashed.push_str(&hashed_class(&part[..end]));
        hashed.push_str(&part[end..]);
    }
    hashed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_markup_stays_text() {
        assert_eq!(escape("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
    }

    #[test]
    fn a_value_that_looks_like_a_place_is_not_filled_again() {
        assert_eq!(fill("{{a}}-{{b}}", |name| format!("{{{{{name}}}}}")), "{{a}}-{{b}}");
    }

    #[test]
    fn class_names_in_the_style_sheet_are_hashed() {
        let card = hashed_class("card");
        assert_eq!(
            hash_classes(".k-card:hover{} p.k-card{}"),
            format!(".{card}:hover{{}} p.{card}{{}}")
        );
    }
}
