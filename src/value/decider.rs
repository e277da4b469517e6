//! What decides between the readings of a value: a variable of the environment, a file, or the way of the start.
//!
//! The interpreter keeps names; here stands what kind of thing a name is of.

use std::path::Path;

/// What decides, with its name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Decider<'n> {
    /// An environment variable.
    Variable(&'n str),
    /// A file that may exist.
    File(&'n str),
    /// Whether the file is started as a script, so that `__name__ == "__main__"`.
    Script,
    /// Whether a function is called that nothing in the project is seen to call: `main()`.
    Call(&'n str),
    /// Something that is only described: "the environment", "a file".
    Other(&'n str),
}

impl<'n> Decider<'n> {
    /// What kind of thing `name` is the name of.
    pub fn of(name: &'n str) -> Self {
        let is_path = name.contains(['/', '\\', '.']);
        match name {
            "__main__" => Self::Script,
            _ if name.ends_with("()") => Self::Call(name),
            _ if is_path => Self::File(name),
            _ if name.contains(' ') => Self::Other(name),
            _ => Self::Variable(name),
        }
    }

    /// Whether it is a way in which the program is started.
    pub fn is_start(self) -> bool {
        matches!(self, Self::Script | Self::Call(_))
    }
}

/// Whether a path is that of a file of environment variables, as python-dotenv reads them: `.env`, `.env.shop`, `shop.env`.
pub fn is_file_of_variables(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.starts_with(".env") || Path::new(name).extension().is_some_and(|ending| ending == "env")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_variables_is_known_by_its_name() {
        assert!([".env", "/etc/.env.shop", "C:\\shop\\shop.env"].into_iter().all(is_file_of_variables));
        assert!(!["env", "/etc/.env/shop.cfg", "environment"].into_iter().any(is_file_of_variables));
    }

    #[test]
    fn a_name_says_what_it_is_the_name_of() {
        assert_eq!(Decider::of("SECRET_KEY"), Decider::Variable("SECRET_KEY"));
        assert_eq!(Decider::of("/etc/my shop/shop.cfg"), Decider::File("/etc/my shop/shop.cfg"));
        assert_eq!(Decider::of("the environment"), Decider::Other("the environment"));
        assert_eq!(Decider::of("__main__"), Decider::Script);
        assert_eq!(Decider::of("main()"), Decider::Call("main()"));
    }
}
