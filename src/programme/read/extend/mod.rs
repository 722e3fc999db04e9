//! A folder's own file that extends a built-in programme: single numbers, severities and rules.
//!
//! The provider's contract ranks above the guidance, so every number can be changed. Each change
//! gives its reason, and the file names the version of the guidance it was written against, so
//! that a newer release can say when that has changed underneath.

mod provision;
mod rule;
mod warning;

use crate::problem::Problem;
use crate::programme::read::{body, lint};
use crate::programme::{FaceToFace, JobEntries, Programme};
use crate::reading::{Fields, Source, Span, Written, did_you_mean, safe_line};

use provision::ProvisionChange;
use rule::Override;
use warning::WarningOverride;

/// Changes to a built-in programme.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The id of the programme it extends.
    pub extends: Written<String>,
    /// The version of its first source that it was written against.
    written_against: Written<String>,
    provision: ProvisionChange,
    overrides: Vec<Override>,
    warnings: Vec<WarningOverride>,
    face_to_face: Option<FaceToFace>,
    job_entries: Option<JobEntries>,
    digest: String,
}

/// Reads a file that extends a built-in programme.
pub(super) fn read(mut fields: Fields<'_, '_, '_>, digest: String) -> Option<Extension> {
    fields.require("written-against");
    let extends = fields.string("extends");
    let written_against = fields.string("written-against");
    let provision = fields
        .table("provision", "the provision")
        .map_or_else(ProvisionChange::default, provision::read);
    let overrides =
        fields.tables("override", "an override").into_iter().filter_map(rule::read).collect();
    let warnings = fields.tables("warning-override", "a warning override");
    let warnings = warnings.into_iter().filter_map(warning::read).collect();
    let face_to_face = fields.table("face-to-face", "face to face").map(body::face_to_face);
    let job_entries = fields.table("job-entries", "job entries").map(body::job_entries);
    fields.finish();
    Some(Extension {
        extends: extends?,
        written_against: written_against?,
        provision,
        overrides,
        warnings,
        face_to_face,
        job_entries,
        digest,
    })
}

impl Extension {
    /// The programme with the changes made. `source` is the file the changes were read from.
    pub fn apply(&self, base: &Programme, source: &Source) -> (Programme, Vec<Problem>) {
        let mut programme = base.clone();
        let mut problems = Vec::new();
        let mut problem = |span: &Span, message: String, hint: String| {
            let problem = Problem::error(source.name(), "programme", message).with_hint(hint);
            problems.push(problem.at(Some(source.place(span))));
        };
        if let Err((message, hint)) = self.provision.apply(&mut programme) {
            problem(&self.provision.span, message, hint);
        }
        for (index, change) in self.overrides.iter().enumerate() {
            if self.overrides[..index].iter().any(|other| other.rule.value == change.rule.value) {
                let message = format!("`{}` is overridden twice", safe_line(&change.rule.value));
                problem(&change.rule.span, message, "put the two together".to_owned());
            }
            let ids: Vec<&str> = base.rules.iter().map(|rule| rule.id.as_str()).collect();
            match programme.rules.iter_mut().find(|rule| rule.id == change.rule.value) {
                None => problem(
                    &change.rule.span,
                    format!("`{}` has no rule `{}`", base.id, safe_line(&change.rule.value)),
                    did_you_mean(
                        &change.rule.value,
                        &ids,
                        &format!("`caseload programme show {}` lists them", base.id),
                    ),
                ),
                Some(rule) => {
                    if let Err((message, hint)) = change.apply(rule) {
                        problem(&change.span, message, hint);
                    }
                }
            }
        }
        for change in &self.warnings {
            let codes: Vec<&str> = base.warnings.iter().map(|known| known.code.as_str()).collect();
            if !codes.contains(&change.code.value.as_str()) {
                let code = safe_line(&change.code.value);
                let hint = did_you_mean(&change.code.value, &codes, "see `programme coverage`");
                problem(&change.code.span, format!("there is no warning `{code}`"), hint);
            } else if let Err((message, hint)) = change.apply(&mut programme.warnings) {
                problem(&change.code.span, message, hint);
            }
        }
        if let Some(face_to_face) = &self.face_to_face {
            programme.face_to_face = face_to_face.clone();
        }
        if let Some(job_entries) = &self.job_entries {
            programme.job_entries = job_entries.clone();
        }
        if let Some((message, hint)) = lint::out_of_order(&programme) {
            problem(&self.extends.span, message, hint);
        }
        problems.extend(self.version_moved(base, source));
        programme.digest = format!("{}+{}", base.digest, self.digest);
        (programme, problems)
    }

    /// A warning where the built-in programme was written from another version by now.
    fn version_moved(&self, base: &Programme, source: &Source) -> Option<Problem> {
        let version = &base.sources.first()?.version;
        (*version != self.written_against.value).then(|| {
            Problem::error(
                source.name(),
                "programme",
                format!(
                    "written against `{}`, but `{}` now follows `{version}`",
                    safe_line(&self.written_against.value),
                    base.id
                ),
            )
            .with_hint(format!(
                "compare the changes with the guidance, then write `written-against = \"{version}\"`"
            ))
            .at(Some(source.place(&self.written_against.span)))
            .as_warning()
        })
    }
}
