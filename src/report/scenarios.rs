//! The scenarios of programmes, and what came of them.

use serde_json::json;

use crate::calendar::plural;
use crate::check::scenario::ScenarioResult;
use crate::report::Report;
use crate::report::page::{Page, Tone};
use crate::report::words::count;

/// What came of the scenarios of programmes.
#[derive(Debug)]
pub struct Scenarios {
    programmes: Vec<(String, Vec<ScenarioResult>)>,
}

impl Scenarios {
    /// The results by programme.
    pub fn new(programmes: Vec<(String, Vec<ScenarioResult>)>) -> Scenarios {
        Scenarios { programmes }
    }

    /// Whether every scenario passes.
    pub fn all_pass(&self) -> bool {
        self.programmes
            .iter()
            .flat_map(|(_, results)| results)
            .all(|result| result.differences.is_empty())
    }
}

impl Report for Scenarios {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for (programme, results) in &self.programmes {
            let failed: Vec<&ScenarioResult> =
                results.iter().filter(|result| !result.differences.is_empty()).collect();
            for result in &failed {
                page.toned(
                    format!("{programme}, line {}: {}", result.line, result.name),
                    Tone::Bad,
                );
                for difference in &result.differences {
                    page.text(format!("  {difference}"));
                }
            }
            let mut rules: Vec<&String> = results.iter().flat_map(|result| &result.rules).collect();
            rules.sort_unstable();
            rules.dedup();
            page.toned(
                format!(
                    "{programme}: {} over {}, {} failed.",
                    plural(count(results.len()), "scenario"),
                    plural(count(rules.len()), "rule"),
                    failed.len()
                ),
                if failed.is_empty() { Tone::Good } else { Tone::Bad },
            );
        }
        page
    }

    fn json(&self) -> serde_json::Value {
        let programmes: Vec<serde_json::Value> = self
            .programmes
            .iter()
            .map(|(programme, results)| {
                let scenarios: Vec<serde_json::Value> = results
                    .iter()
                    .map(|result| {
                        json!({
                            "name": result.name,
                            "line": result.line,
                            "rules": result.rules,
                            "passed": result.differences.is_empty(),
                            "differences": result.differences,
                        })
                    })
                    .collect();
                json!({"programme": programme, "scenarios": scenarios})
            })
            .collect();
        json!({"schema": 1, "programmes": programmes})
    }
}
