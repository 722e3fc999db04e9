//! Random valid cases, adversarial about dates. A profile tells the case (`profiles`), with entries from `delivery` and
//! `work`; then a few obligations that the case has are excused or answered on their edges, and a day is chosen.

mod aftermath;
mod delivery;
mod profiles;
mod profiles_module_two;
mod random;
mod story;
mod work;

use chrono::NaiveDate;

use profiles::{PROFILES, Profile};
use random::Random;
use story::Story;

/// A random valid case file with the id `C-<seed>`, and a day to judge it on.
pub fn generate(seed: u64) -> (String, NaiveDate) {
    let profile: &Profile = &PROFILES[(seed % PROFILES.len() as u64) as usize];
    let mut random = Random::new(seed);
    let work_choice = profile.work_choice || (profile.name == "never_started" && random.chance(10));
    let mut story = Story::new(seed, random, work_choice);
    (profile.tell)(&mut story);
    story.overlay();
    let shuffle = story.random.chance(80);
    let text = story.text(shuffle);
    let today = story.choose_today(&text);
    (text, today)
}
