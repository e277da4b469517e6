//! The syntax of `.env` files, as python-dotenv reads it. Variable expansion is not done.

/// The variables of a `.env` text: name, value, and the byte at which the value starts.
pub(super) fn variables(text: &str) -> Vec<(String, String, u32)> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if let Some((name, value, start)) = variable(line)
            && let Ok(start) = u32::try_from(offset + start)
        {
            found.push((name, value, start));
        }
        offset += line.len();
    }
    found
}

fn variable(line: &str) -> Option<(String, String, usize)> {
    let (name, rest) = line.split_once('=')?;
    let trimmed = name.trim();
    let trimmed = trimmed.strip_prefix("export ").unwrap_or(trimmed).trim();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return None;
    }
    let value = rest.trim_start_matches([' ', '\t']);
    let start = line.len() - value.len();
    let value = value.trim_end();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote)
            && let Some((inner, _)) = inner.split_once(quote)
        {
            return Some((trimmed.to_string(), inner.to_string(), start + 1));
        }
    }
    let value = value.split(" #").next().unwrap_or(value).trim_end();
    let is_template = value.starts_with("${") || value.starts_with("{{");
    (!is_template).then(|| (trimmed.to_string(), value.to_string(), start))
}
