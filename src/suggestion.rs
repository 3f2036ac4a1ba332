//! "Did you mean …?": the known name that is closest to one that was written.
//!
//! Also decides which unknown names may be repeated in a message at all.

/// The known name that was probably meant, if one is close.
///
/// Letter case, `_`, `-`, `.` and spaces do not count; then one slip per four letters is forgiven.
pub(crate) fn closest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    if written.len() > 64 {
        return None;
    }
    let written = plain(written);
    let distance = |name: &&str| slips(&written, &plain(name));
    let best = known.iter().copied().min_by_key(distance)?;
    (distance(&best) <= plain(best).len().div_ceil(4)).then_some(best)
}

/// Whether a name is written with at most so many slips; letter case, `_`, `-`, `.` and spaces do not count.
pub(crate) fn is_nearly(written: &str, name: &str, most: usize) -> bool {
    written.len() <= 64 && slips(&plain(written), &plain(name)) <= most
}

/// The name as a message may show it: only a plain identifier, which holds no sentence and no address.
pub(crate) fn shown(name: &str) -> Option<&str> {
    let identifier = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
    (!name.is_empty() && name.len() <= 40 && name.bytes().all(identifier)).then_some(name)
}

fn plain(name: &str) -> Vec<char> {
    name.chars()
        .filter(|c| !"_-. ".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many letters must be added, left out, exchanged or swapped with their neighbour.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut rows: [Vec<usize>; 2] = [vec![], (0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let change = rows[1][j] + usize::from(x != y);
            let mut least = change.min(rows[1][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[0][j - 1] + 1);
            }
            row.push(least);
        }
        rows.swap(0, 1);
        rows[1] = row;
    }
    rows[1][b.len()]
}
