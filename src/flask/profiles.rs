//! What profiles and files are for, where a project says so itself. Without its word, names decide
//! ([`Context::of_name`]).
//!
//! It knows the patterns, not where settings write them.

use std::path::Path;

use super::Context;
use crate::source::{NamePattern, PathPattern};

/// A pattern of what is for something.
#[derive(Clone, Debug)]
pub enum ProfilePattern {
    /// Config classes, variants, and files and folders by their name without ending.
    Name(NamePattern),
    /// Files by their path.
    Path(PathPattern),
}

/// A project's own patterns; the first that matches counts, before any name that we know.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    patterns: Vec<(ProfilePattern, Context)>,
}

impl Profiles {
    /// These patterns, in the order in which they count.
    pub fn new(patterns: Vec<(ProfilePattern, Context)>) -> Self {
        Self { patterns }
    }

    /// What a config class or a variant of this name is for.
    pub fn of_name(&self, name: &str) -> Context {
        self.said_of_name(name).unwrap_or_else(|| Context::of_name(name))
    }

    /// What a pattern says of a config class, variant, file or folder of this name.
    pub fn said_of_name(&self, name: &str) -> Option<Context> {
        self.said(|pattern| match pattern {
            ProfilePattern::Name(pattern) => pattern.matches(name),
            ProfilePattern::Path(_) => false,
        })
    }

    /// What a pattern says of the file at `path` (absolute).
    pub fn said_of_path(&self, path: &Path) -> Option<Context> {
        self.said(|pattern| match pattern {
            ProfilePattern::Path(pattern) => pattern.matches(path),
            ProfilePattern::Name(_) => false,
        })
    }

    fn said(&self, matches: impl Fn(&ProfilePattern) -> bool) -> Option<Context> {
        self.patterns.iter().find(|(pattern, _)| matches(pattern)).map(|(_, context)| *context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_in_a_row_are_a_word_of_their_own() {
        assert_eq!(Context::of_name("E2ETest"), Context::Testing);
        assert_eq!(Context::of_name("QADev"), Context::Development);
        assert_eq!(Context::of_name("PRODUCTION"), Context::Production);
        assert_eq!(Context::of_name("LATEST"), Context::Unnamed);
    }

    #[test]
    fn words_that_are_written_together_are_known() {
        for name in ["testsuite", "testsuites", "unittests", "unit_tests", "flaskBasedTests"] {
            assert_eq!(Context::of_name(name), Context::Testing, "{name}");
        }
        for name in ["LocalhostConfig", "localhost", "localdev", "LocalDev"] {
            assert_eq!(Context::of_name(name), Context::Development, "{name}");
        }
        assert_eq!(Context::of_name("LocaleConfig"), Context::Unnamed);
    }

    #[test]
    fn a_folder_is_named_for_tests_at_an_end_and_not_as_a_lesson() {
        for name in
            ["tests", "tests_unit", "test-app", "e2e-tests", "end-to-end-tests", "my_test_app_tests", "01-tests"]
        {
            assert_eq!(Context::of_folder(name), Context::Testing, "{name}");
        }
        for name in ["05-apis-testing-forms", "09-Running-Site-Test", "forms-testing-deployment"] {
            assert_eq!(Context::of_folder(name), Context::Unnamed, "{name}");
        }
        assert_eq!(Context::of_folder("02-examples"), Context::Example);
    }

    #[test]
    fn words_of_other_languages_and_usual_slips_are_known() {
        for name in
            ["DesarrolloConfig", "ConfigDesenvolvimento", "Entwicklung", "DeveloperConfig", "DevelopementConfig"]
        {
            assert_eq!(Context::of_name(name), Context::Development, "{name}");
        }
        for name in ["ConfiguracionProduccion", "producción", "ConfigProducao", "produktion", "PrdConfig"] {
            assert_eq!(Context::of_name(name), Context::Production, "{name}");
        }
        assert_eq!(Context::of_name("ConfiguracionPruebas"), Context::Testing);
        assert_eq!([Context::of_folder("prueba"), Context::of_folder("pruebas")], [Context::Unnamed, Context::Testing]);
        assert_eq!(Context::of_name("ProductConfig"), Context::Unnamed);
    }

    #[test]
    fn the_projects_word_comes_before_names_that_we_know() {
        let name = |text| ProfilePattern::Name(NamePattern::new(text).unwrap());
        let path = ProfilePattern::Path(PathPattern::new(Path::new("/shop"), "tools/**").unwrap());
        let profiles = Profiles::new(vec![
            (name("TestBench"), Context::Production),
            (name("*bench"), Context::Example),
            (path, Context::Development),
        ]);
        assert_eq!(profiles.of_name("testbench"), Context::Production);
        assert_eq!(profiles.of_name("WorkBench"), Context::Example);
        assert_eq!(profiles.of_name("Testing"), Context::Testing);
        assert_eq!(profiles.said_of_path(Path::new("/shop/tools/a.py")), Some(Context::Development));
        assert_eq!(profiles.said_of_path(Path::new("/shop/a.py")), None);
    }
}
