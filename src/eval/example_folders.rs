//! Folders that are called like examples and hold the program itself: `sample/` beside the `run.py` that starts it.
//!
//! A project that is a distribution has its examples beside what it distributes, and scripts that start them, so nothing
//! is said of one.

use std::path::Path;

use super::dotenv;
use super::glances::Facts;
use super::program::Program;
use crate::flask::Context;
use crate::source::{PROGRAMS, is_for_server};

/// What says that a project is made to be distributed.
const BUILDS: [(&str, &str); 3] = [("setup.py", ""), ("setup.cfg", ""), ("pyproject.toml", "[build-system]")];

/// Whether what starts the program loads it from `folder`.
pub(super) fn holds_program(program: &Program<'_>, folder: &Path) -> bool {
    let known = &program.main_folders;
    let found = || known.insert(folder.into(), Box::new(looks_like_program(program, folder)));
    *known.get(folder.as_os_str()).unwrap_or_else(found)
}

fn looks_like_program(program: &Program<'_>, folder: &Path) -> bool {
    let root = program.sources.root();
    let Some(above) = folder.parent().filter(|above| above.starts_with(root)) else { return false };
    // `examples` are several.
    if folder.as_os_str().as_encoded_bytes().ends_with(b"s") {
        return false;
    }
    let builds =
        |at: &Path| BUILDS.iter().any(|(name, sign)| says(program, &at.join(name), |text| text.contains(sign)));
    (is_named(program, above, folder) || is_started(program, above, folder))
        && !above.ancestors().take_while(|at| at.starts_with(root)).any(builds)
}

/// Whether `FLASK_APP` is a module in `folder`, by the files that the `flask` command reads.
fn is_named(program: &Program<'_>, above: &Path, folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    let is_in_folder = |app: &str| app.split(['.', '/', ':']).next() == name;
    let names = |text: &str| {
        dotenv::bindings(text)
            .iter()
            .any(|one| one.name == "FLASK_APP" && is_in_folder(one.value.trim_start_matches("./")))
    };
    [".env", ".flaskenv"].iter().any(|file| says(program, &above.join(file), names))
}

/// Whether a file beside `folder` that programs are started with imports a module in it.
fn is_started(program: &Program<'_>, above: &Path, folder: &Path) -> bool {
    let is_start = |path: &Path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        is_for_server(path) || stem.is_some_and(|stem| PROGRAMS.contains(&stem) && Context::of_name(stem).is_program())
    };
    let starts = program.sources.files_in(above).into_iter().filter(|path| is_start(path));
    let mut buffer = Vec::new();
    starts.into_iter().any(|path| Facts::of(program, &path, &mut buffer).all().any(|one| one.starts_with(folder)))
}

fn says(program: &Program<'_>, path: &Path, test: impl Fn(&str) -> bool) -> bool {
    let file = program.sources.is_file(path).then(|| program.sources.load_data(path)).flatten();
    file.is_some_and(|file| test(&program.sources.file(file).text))
}
