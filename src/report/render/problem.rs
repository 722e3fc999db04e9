//! A problem with its place: the line, a caret, and a hint.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::problem::{Place, Problem, Severity};
use crate::reading::safe_line;
use crate::report::render::look::Look;

/// Problems for a terminal.
pub(super) fn problems(problems: &[Problem], look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(usize::from(look.width));
    let mut text = String::new();
    for (index, problem) in problems.iter().enumerate() {
        if index > 0 {
            text += "\n";
        }
        text += &one(problem, &renderer);
        text += "\n";
    }
    text
}

fn one(problem: &Problem, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let file = safe_line(&problem.file);
    let mut group =
        level.primary_title(safe_line(&problem.message)).elements([] as [Origin<'_>; 0]);
    match &problem.place {
        None => group = group.element(Origin::path(file)),
        Some(place) => group = group.element(snippet(place, file)),
    }
    if let Some(hint) = &problem.hint {
        group = group.element(Level::HELP.with_name("hint").message(safe_line(hint)));
    }
    renderer.render(&[group])
}

fn snippet(place: &Place, file: String) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let byte = |characters: usize| {
        place.excerpt.char_indices().nth(characters).map_or(place.excerpt.len(), |(at, _)| at)
    };
    let span = byte(place.caret)..byte(place.caret + place.width);
    Snippet::source(place.excerpt.as_str())
        .path(file)
        .line_start(place.line)
        .annotation(AnnotationKind::Primary.span(span))
}

/// A problem as one sentence.
pub(super) fn sentence(problem: &Problem) -> String {
    let place = problem
        .place
        .as_ref()
        .map_or_else(String::new, |place| format!(":{}:{}", place.line, place.column));
    let hint = problem.hint.as_ref().map_or_else(String::new, |hint| {
        let stop = if hint.ends_with(['?', '.']) { "" } else { "." };
        format!(" Hint: {hint}{stop}")
    });
    format!("{}: {}{place}: {}.{hint}", problem.severity.word(), problem.file, problem.message)
}
