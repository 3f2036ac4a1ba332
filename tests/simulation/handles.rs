//! Numbers of what can be clicked, as a look gives them.

/// Numbers everything that can be clicked, as a look does.
pub(crate) fn with_handles(html: &str) -> String {
    let mut numbered = String::with_capacity(html.len() + 256);
    let mut rest = html;
    let mut handle = 0;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        numbered.push_str(before);
        let name = ["<a ", "<button ", "<textarea ", "<input "]
            .into_iter()
            .find(|name| tag.starts_with(name));
        match name {
            Some(name) => {
                numbered.push_str(&format!("{name}lw-handle=\"{handle}\" "));
                handle += 1;
                rest = &tag[name.len()..];
            }
            None => {
                numbered.push('<');
                rest = &tag[1..];
            }
        }
    }
    numbered + rest
}
