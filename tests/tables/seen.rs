//! What a look is reduced to before a table is shown it: whom its dialog names, and what can be used.

use std::collections::BTreeMap;

use linkwright::action::{DialogNames, Seen};
use linkwright::page::{Control, Element, PageState, Recognition, Texts};

fn recognition(card: Option<&str>, dialog: Option<&str>) -> Recognition {
    Recognition {
        state: PageState::InviteChoice,
        rule: "drawn".to_owned(),
        layer: None,
        must_last: false,
        card: PageState::Connectable,
        toast: None,
        controls: BTreeMap::new(),
        texts: Texts {
            name: card.map(str::to_owned),
            dialog_name: dialog.map(str::to_owned),
            ..Texts::default()
        },
        sent_list: None,
        landed: None,
        path: "/in/ada-example/".to_owned(),
        language: None,
        has_words: true,
    }
}

#[test]
fn a_dialog_may_leave_out_titles_or_use_the_first_name_and_nothing_else() {
    for (card, dialog, names) in [
        (Some("Ada Example"), None, DialogNames::Nobody),
        (None, Some("Ada Example"), DialogNames::Nobody),
        (Some("Ada Example"), Some("Ada Example"), DialogNames::ThisPerson),
        (Some("Ada Example"), Some("Ada"), DialogNames::ThisPerson),
        (Some("Ada Example, PhD"), Some("Ada Example"), DialogNames::ThisPerson),
        (
            Some("Ada Example (she/her)"),
            Some("Ada Example"),
            DialogNames::ThisPerson,
        ),
        (Some("Ada Example"), Some("Ada Example, PhD"), DialogNames::ThisPerson),
        (Some("Ada"), Some("Ada Example"), DialogNames::ThisPerson),
        // Whoever has a longer name is somebody else.
        (Some("Ada Example"), Some("Ada Examples"), DialogNames::SomebodyElse),
        (Some("Adaline Example"), Some("Ada"), DialogNames::SomebodyElse),
        (Some("Ada Example"), Some("Example"), DialogNames::SomebodyElse),
        (Some("Ada Example"), Some("Bob Example"), DialogNames::SomebodyElse),
    ] {
        let seen = Seen::from(&recognition(card, dialog));
        assert_eq!(seen.dialog_names, names, "{card:?} {dialog:?}");
    }
}

#[test]
fn what_is_in_sight_is_told_from_what_can_be_used_and_what_holds_text() {
    let mut look = recognition(None, None);
    for (element, enabled, filled) in [
        (Element::Send, false, false),
        (Element::CloseDialog, true, false),
        (Element::NoteField, true, true),
    ] {
        let control = Control {
            handle: None,
            enabled,
            filled,
        };
        look.controls.insert(element, control);
    }
    let seen = Seen::from(&look);
    assert_eq!(seen.visible.len(), 3);
    assert_eq!(Vec::from_iter(seen.enabled), [Element::NoteField, Element::CloseDialog]);
    assert_eq!(Vec::from_iter(seen.filled), [Element::NoteField]);
}
