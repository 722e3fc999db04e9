//! The scenario files beside the programmes.

use caseload::check::scenario;
use caseload::programme::{BUILTIN, builtin, read_scenarios};
use caseload::reading::Source;

/// Ensures that every embedded scenario says what its programme does.
#[test]
fn every_scenario_passes() {
    for files in BUILTIN {
        let source = Source::new(format!("{}.scenarios.toml", files.id), files.scenarios);
        let (scenarios, problems) = read_scenarios(&source, files.id);
        assert_eq!(problems, [], "{}", files.id);
        let programme = builtin().iter().find(|programme| programme.id == files.id).unwrap();
        let failed: Vec<String> = scenario::run(programme, &scenarios)
            .into_iter()
            .filter(|result| !result.differences.is_empty())
            .map(|result| format!("{}: {}: {:?}", result.line, result.name, result.differences))
            .collect();
        assert!(failed.is_empty(), "{} of {}\n{}", failed.len(), files.id, failed.join("\n"));
    }
}
