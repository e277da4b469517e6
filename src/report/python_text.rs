//! Values as a person who reads Python expects them.

use crate::value::{Data, Decider, ExternalKind, Value};

/// `value` in Python's notation; what has none is described.
pub(super) fn python_text(value: &Value) -> String {
    match &value.data {
        Data::None => "None".to_owned(),
        Data::Bool(true) => "True".to_owned(),
        Data::Bool(false) => "False".to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => format!("{number:?}"),
        Data::Str(text) => format!("'{}'", text.chars().flat_map(escaped).collect::<String>()),
        Data::Bytes(bytes) => format!("b'{}'", bytes.iter().map(|byte| escaped_byte(*byte)).collect::<String>()),
        Data::Tuple(items) => match items.as_ref() {
            [one] => format!("({},)", python_text(one)),
            _ => format!("({})", list(items)),
        },
        Data::List(items) => format!("[{}]", list(items)),
        Data::Dict(items) => {
            let pairs: Vec<String> =
                items.iter().map(|(key, value)| format!("{}: {}", python_text(key), python_text(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Data::Duration(microseconds) => duration(*microseconds),
        Data::Generated(generated) => format!("random: {}", generated.name),
        Data::External(external) => match (external.kind, external.name.as_ref()) {
            (ExternalKind::Environment, "") => "from the environment".to_owned(),
            (ExternalKind::Environment, name) => format!("environment variable {name}"),
            (ExternalKind::Store, "") => "not in the project".to_owned(),
            // What is only described may well be in the project: nothing says which one it is.
            (ExternalKind::Store, name) if matches!(Decider::of(name), Decider::Other(_)) => {
                format!("{name}, which is not known")
            }
            (ExternalKind::Store, name) => format!("{name}, not in the project"),
            (ExternalKind::Argument, name) => format!("the argument {name}"),
        },
        Data::Overridable(both) => python_text(&both.default),
        Data::OneOf(values) => {
            format!("one of {}", values.iter().map(python_text).collect::<Vec<_>>().join(" | "))
        }
        Data::Handle(_) => "an object".to_owned(),
        Data::Absent => "not there".to_owned(),
        Data::Unknown(why) => format!("unknown: {why}"),
    }
}

fn list(items: &[Value]) -> String {
    items.iter().map(python_text).collect::<Vec<_>>().join(", ")
}

fn duration(microseconds: i64) -> String {
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    if microseconds % DAY == 0 {
        format!("timedelta(days={})", microseconds / DAY)
    } else if microseconds % 1_000_000 == 0 {
        format!("timedelta(seconds={})", microseconds / 1_000_000)
    } else {
        format!("timedelta(microseconds={microseconds})")
    }
}

fn escaped(character: char) -> Vec<char> {
    match character {
        '\'' | '\\' => vec!['\\', character],
        '\n' => vec!['\\', 'n'],
        '\r' => vec!['\\', 'r'],
        '\t' => vec!['\\', 't'],
        control if control.is_ascii_control() => format!("\\x{:02x}", u32::from(control)).chars().collect(),
        other => vec![other],
    }
}

fn escaped_byte(byte: u8) -> String {
    if byte.is_ascii() { escaped(char::from(byte)).into_iter().collect() } else { format!("\\x{byte:02x}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(data: Data) -> String {
        python_text(&Value::of(data))
    }

    #[test]
    fn values_look_like_python() {
        assert_eq!(shown(Data::Str("it's\n\x1b".into())), r"'it\'s\n\x1b'");
        assert_eq!(shown(Data::Bytes(b"a\xff\0".as_slice().into())), r"b'a\xff\x00'");
        assert_eq!(shown(Data::Tuple([Value::of(Data::Int(1))].into())), "(1,)");
        assert_eq!(shown(Data::Dict([(Value::text("a"), Value::of(Data::Bool(true)))].into())), "{'a': True}");
        assert_eq!(shown(Data::Duration(31 * 24 * 3600 * 1_000_000)), "timedelta(days=31)");
        assert_eq!(shown(Data::Duration(90_000_000)), "timedelta(seconds=90)");
        assert_eq!(shown(Data::Float(1.0)), "1.0");
    }

    #[test]
    fn what_is_not_in_the_source_is_described() {
        assert_eq!(shown(Data::Unknown("a file".into())), "unknown: a file");
        assert_eq!(shown(Data::OneOf([Value::of(Data::Int(1)), Value::of(Data::None)].into())), "one of 1 | None");
    }
}
