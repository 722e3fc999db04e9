//! What of the guidance the programmes cover.

use caseload::programme::{Severity, Shape, builtin};
use caseload::report::Coverage;

/// Ensures that no paragraph of a programme's sources is silent.
#[test]
fn no_paragraph_is_silent() {
    let programmes: Vec<_> = builtin().iter().collect();
    assert_eq!(Coverage::new(&programmes).silent(), Vec::<&str>::new());
}

/// Ensures that the sources name every must-do, numbered paragraph and box of the two documents,
/// counted in the documents themselves.
#[test]
fn the_sources_are_whole() {
    let mut ipes: Vec<String> = (1..=7).map(|n| format!("must-do {n}")).collect();
    ipes.push("data protection box".to_owned());
    ipes.extend((1..=53).map(|n| format!("6.{n:02}")));
    ipes.push("box after 6.05".to_owned());
    let mut work_choice = vec!["header".to_owned(), "5.6 NB".to_owned()];
    work_choice.extend((1..=16).map(|n| format!("5.{n}")));
    for (id, mut expected) in [("ipes", ipes), ("work-choice", work_choice)] {
        let programme = builtin().iter().find(|programme| programme.id == id).unwrap();
        let mut listed = programme.sources[0].paragraphs.clone();
        listed.sort();
        expected.sort();
        assert_eq!(listed, expected, "{id}");
    }
}

/// Ensures that every rule has the scenarios that a boundary needs.
#[test]
fn every_rule_has_its_scenarios() {
    use caseload::programme::{BUILTIN, Expectation, read_scenarios};
    use caseload::reading::Source;
    for files in BUILTIN {
        let source = Source::new("scenarios", files.scenarios);
        let (scenarios, _) = read_scenarios(&source, files.id);
        let programme = builtin().iter().find(|programme| programme.id == files.id).unwrap();
        for rule in &programme.rules {
            let statuses: Vec<String> = scenarios
                .iter()
                .flat_map(|scenario| &scenario.expect)
                .filter_map(|expectation| match expectation {
                    Expectation::Obligation(wanted) if wanted.rule == rule.id => {
                        wanted.status.clone()
                    }
                    _ => None,
                })
                .collect();
            let has = |wanted: &[&str]| statuses.iter().any(|s| wanted.contains(&s.as_str()));
            let closes_when_due = matches!(rule.shape, Shape::EachWeek | Shape::EachMonth(_))
                || rule.must_once_covered.is_some();
            assert!(has(&["open"]), "{}: before the limit", rule.id);
            assert!(has(&["met"]), "{}: met in time", rule.id);
            assert!(has(&["overdue", "missed"]), "{}: after the limit", rule.id);
            assert!(has(&["not-applicable", "excused"]), "{}: exempted", rule.id);
            assert!(closes_when_due || has(&["met-late"]), "{}: late", rule.id);
        }
    }
}

/// Ensures that what is labelled a local target is a prompt, and the other way round.
#[test]
fn local_targets_are_prompts() {
    for rule in builtin().iter().flat_map(|programme| &programme.rules) {
        assert_eq!(rule.is_local_target(), rule.severity == Some(Severity::Prompt), "{}", rule.id);
    }
}
