//! The pages that `--against` names: files, and everything below directories.

use std::path::{Path, PathBuf};

use super::super::output::Complaint;

/// One page that was named, or that lies below a directory that was.
pub(super) struct Named {
    pub(super) path: PathBuf,
    /// The path below that directory: enough for people.
    pub(super) short: String,
}

/// All pages, each directory's in the order of their names.
pub(super) fn found(named: &[PathBuf]) -> Result<Vec<Named>, Complaint> {
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            let short = path.display().to_string();
            let path = path.clone();
            all.push(Named { path, short });
            continue;
        }
        let mut pages = Vec::new();
        below(path, &mut pages)?;
        let short = |page: &PathBuf| page.strip_prefix(path).unwrap_or(page).display().to_string();
        all.extend(pages.iter().map(|page| Named {
            path: page.clone(),
            short: short(page),
        }));
        if pages.is_empty() {
            let message = format!(
                "{} holds no page (no file that ends in .html or .htm); a directory of selector files stands in front of --against",
                path.display()
            );
            return Err(Complaint::invalid(message));
        }
    }
    Ok(all)
}

fn below(directory: &Path, pages: &mut Vec<PathBuf>) -> Result<(), Complaint> {
    let cannot = |error| Complaint::not_set_up(format!("cannot read {}: {error}", directory.display()));
    let entries: Result<Vec<_>, _> = std::fs::read_dir(directory).map_err(cannot)?.collect();
    let mut entries = entries.map_err(cannot)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        // A link is followed to a page, never to a directory: those may lead in circles.
        if entry.file_type().map_err(cannot)?.is_dir() {
            if !is_companion(&entry.path()) {
                below(&entry.path(), pages)?;
            }
        } else if is_page(&entry.path()) {
            pages.push(entry.path());
        }
    }
    Ok(())
}

fn is_page(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    path.is_file() && ending.is_some_and(|ending| ending == "html" || ending == "htm")
}

/// What a browser saves beside a page, frames among it.
fn is_companion(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().ends_with("_files"))
}
