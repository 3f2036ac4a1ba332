//! What is read from a person's page: every field of `basicInfo` that the page says.

use linkwright::page::profile;
use serde_json::Value;

use crate::corpus::{page, rules};

fn read(name: &str) -> Value {
    let info = profile::read(rules(), &page(name).snapshot).expect("fixtures are small");
    serde_json::to_value(info).expect("it is plain data")
}

#[test]
fn p() {
    for name in [
        "person/connectable--sdui-en",
        "person/connectable--ember-en",
        "person/connected--sdui-de",
        "person/connected--ember-ja",
        "person/connected--raw-sdui-name-row-2",
        "person/connected--raw-sdui-name-row-3",
        "person/connected--raw-sdui-name-row-4",
        "person/connectable--raw-ember",
        "person/connectable--ember-2021",
        "person/connectable--sdui-markup-name",
        "person/connectable--raw-sdui-de",
        "person/connectable--sdui-headline-1st",
        "gate/notAPersonPage--feed",
    ] {
        println!("{name} {}", read(name));
    }
}
