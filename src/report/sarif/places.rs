//! Locations: URIs from the root of the repository, and regions with all four of their fields.

use std::collections::BTreeMap;

use serde_sarif::sarif::{ArtifactLocation, Location, PhysicalLocation, Region};

use super::message;
use crate::report::Repository;
use crate::report::repository::{Located, locate, locate_name};
use crate::report::view::{Place, ShownProblem, View};
use crate::source::FileId;

/// What relative URIs are relative to.
const ROOT: &str = "%SRCROOT%";

/// The meaning of [`ROOT`]. It has no URI: a report does not say where on a machine it was made.
pub(super) fn base() -> BTreeMap<String, ArtifactLocation> {
    let root = ArtifactLocation::builder().description(message("The root of the repository.")).build();
    BTreeMap::from([(ROOT.to_owned(), root)])
}

/// The lines and columns of `place`.
pub(super) fn region(place: &Place) -> Region {
    Region::builder()
        .start_line(i64::from(place.line))
        .start_column(i64::from(place.column))
        .end_line(i64::from(place.end_line))
        .end_column(i64::from(place.end_column))
        .build()
}

/// Makes locations.
pub(super) struct Places<'a> {
    view: &'a View<'a>,
    repository: Option<&'a Repository>,
}

impl<'a> Places<'a> {
    /// Locations in the files of `view`.
    pub(super) fn new(view: &'a View<'a>, repository: Option<&'a Repository>) -> Self {
        Self { view, repository }
    }

    /// The location of `place`.
    pub(super) fn location(&self, place: &Place) -> Location {
        let physical =
            PhysicalLocation::builder().artifact_location(self.artifact(place.file)).region(region(place)).build();
        Location::builder().physical_location(physical).build()
    }

    /// The location of `place`, saying what happens there.
    pub(super) fn location_with(&self, place: &Place, what: &str) -> Location {
        let mut location = self.location(place);
        location.message = Some(message(what));
        location
    }

    /// The location of `problem`: a file, and a line if one is known.
    pub(super) fn of_problem(&self, problem: &ShownProblem) -> Location {
        let artifact = artifact(&locate_name(&problem.path, self.repository));
        let mut physical = PhysicalLocation::builder().artifact_location(artifact).build();
        physical.region = problem.line.map(|line| Region::builder().start_line(i64::from(line)).build());
        Location::builder().physical_location(physical).build()
    }

    /// The file.
    pub(super) fn artifact(&self, file: FileId) -> ArtifactLocation {
        artifact(&locate(&self.view.sources.file(file), self.repository))
    }
}

fn artifact(located: &Located) -> ArtifactLocation {
    let mut artifact = ArtifactLocation::builder().uri(located.uri()).build();
    artifact.uri_base_id = match located {
        Located::Inside(_) => Some(ROOT.to_owned()),
        Located::Outside(_) => None,
    };
    artifact
}
