//! The program's own words stay readable even if somebody's key is one of them.

use flask_sec_lint::flask::{SecretSetting, security_settings};
use flask_sec_lint::rules::Catalogue;
use flask_sec_lint::secrets::Redactor;

#[test]
fn a_key_that_is_the_name_of_a_rule_or_setting_masks_neither() {
    let catalogue = Catalogue::embedded().unwrap();
    let rules = catalogue.rules.iter().map(|rule| rule.id.clone());
    let settings = security_settings().into_iter().map(|(name, _)| name).chain(SecretSetting::NAMES);
    let masked: Vec<String> = rules.chain(settings.map(str::to_owned)).filter(|word| is_masked(word)).collect();
    assert_eq!(masked, Vec::<String>::new());
}

/// Whether a report would hide `word` in its own text if it were a key.
fn is_masked(word: &str) -> bool {
    let text = format!("{word}: the {word} of an app");
    Redactor::new([word.as_bytes().to_vec()]).redact(&text) != text
}
