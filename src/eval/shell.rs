//! The words of a command as a POSIX shell has them: quotes and backslashes are taken away.
//!
//! Nothing is expanded: variables and patterns stay as they are written.

/// The words of a command. What ends a command is a word of its own.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('"') | None, '\\') => {
                // In double quotes it only stands before what is special there.
                let is_plain = quote.is_some() && !matches!(letters.peek(), Some('"' | '\\' | '$' | '`'));
                let meant = if is_plain { Some(letter) } else { letters.next() };
                word.get_or_insert_default().extend(meant);
            }
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ';' | '\n') => words.extend(word.take().into_iter().chain([";".to_owned()])),
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Whether a word ends a command.
pub(super) fn ends_command(word: &str) -> bool {
    matches!(word, ";" | "&" | "&&" | "|" | "||")
}

/// A word as it is written in a command.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-./:=,@%+$".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// `NAME=value` before a command, or after `env` and `export`.
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let is_part = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    let is_name = |name: &str| name.chars().all(is_part) && name.starts_with(|first: char| !first.is_ascii_digit());
    word.split_once('=').filter(|(name, _)| is_name(name))
}

#[cfg(test)]
mod tests {
    use super::{quoted, words};

    #[test]
    fn words_are_without_their_quotes() {
        for (text, expected) in [
            (r#"gunicorn "shop:make('a b', x=True)" -w 3"#, vec!["gunicorn", "shop:make('a b', x=True)", "-w", "3"]),
            (r"gunicorn shop:make\(\'prod\'\)", vec!["gunicorn", "shop:make('prod')"]),
            (r#"gunicorn "shop:make(\"prod\")""#, vec!["gunicorn", "shop:make(\"prod\")"]),
            ("cd shop; A='' python -u app.py", vec!["cd", "shop", ";", "A=", "python", "-u", "app.py"]),
            (r#"'a\b' "c\d" e"#, vec![r"a\b", r"c\d", "e"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_quoted_is_that_word() {
        for word in ["shop:app", "shop:make('a b')", "", "\"", "a;b"] {
            assert_eq!(words(&quoted(word)), [word]);
        }
    }
}
