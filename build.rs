//! Turns the metadata of the rule files into JSON: the program decodes that at each start, several times as fast as TOML.
//!
//! It knows nothing of rules: whether the metadata are right is for the program and its tests to say.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    let folder = env::var("OUT_DIR")?;
    for entry in fs::read_dir("rules")? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?.replace("\r\n", "\n");
        let metadata = text.split_once("\n```toml\n").and_then(|(_, rest)| rest.split_once("\n```\n"));
        let (metadata, _) = metadata.ok_or_else(|| format!("{}: no ```toml block", path.display()))?;
        let table: toml::Table = toml::from_str(metadata).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.with_extension("json");
        let name = name.file_name().ok_or("a rule file without a name")?;
        fs::write(Path::new(&folder).join(name), serde_json::to_string(&table)?)?;
    }
    Ok(())
}
