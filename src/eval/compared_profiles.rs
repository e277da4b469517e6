//! What the profiles of one app say of each other.
//!
//! Which of them are judged is for `judged` to say.

use crate::flask::{Context, Deployment, Guard, Origin};

/// A key that one profile refuses and another runs with is refused under a condition: said where it runs.
pub(super) fn share_guards(deployments: &mut [Deployment]) {
    let refused: Vec<(Guard, Option<String>, bool)> = deployments
        .iter()
        .flat_map(|deployment| {
            let always = deployment.guards.iter().filter(|guard| guard.when.is_empty());
            always.map(|guard| (guard.clone(), deployment.profile.clone(), deployment.is_default))
        })
        .collect();
    for deployment in deployments.iter_mut().filter(|deployment| deployment.context != Context::Testing) {
        for (guard, profile, is_default) in &refused {
            let runs_with_it = deployment.settings.get(&guard.setting).is_some_and(|setting| {
                guard.refused.as_ref().is_some_and(|refused| {
                    refused.data == setting.value_by_default().data
                        && refused.trail.origin() == setting.trail().origin()
                })
            });
            let is_said = deployment.guards.iter().any(|known| known.setting == guard.setting);
            if runs_with_it && !is_said {
                // One class may be what several profiles load.
                let when = match profile {
                    Some(profile) if deployment.profile.as_ref() != Some(profile) => format!("in {profile}"),
                    Some(_) if *is_default => "where the environment selects no profile".to_owned(),
                    Some(_) | None => "in another profile".to_owned(),
                };
                deployment.guards.push(Guard { when, ..guard.clone() });
            }
        }
    }
}

/// Where a profile for production does not set `TESTING`, another one that does is for tests of it.
pub(super) fn set_tests_apart(deployments: &mut [Deployment]) {
    let is_tested = |one: &Deployment| {
        let testing = one.settings.get("TESTING").filter(|testing| testing.origin == Origin::Written);
        testing.is_some_and(|testing| testing.value_by_default().truth() == Some(true))
    };
    let is_for_production = |one: &Deployment| one.context == Context::Production;
    if deployments.iter().any(|one| is_for_production(one) && !is_tested(one)) {
        for one in deployments.iter_mut().filter(|one| is_for_production(one) && is_tested(one)) {
            one.context = Context::Testing;
        }
    }
}
