//! The closed sets of words that a case file uses, whatever the programme.

use crate::reading::words;

words! {
    /// The form of a contact: held so, or offered so by whatever channel.
    Mode {
        /// Both in one place.
        InPerson = "in-person",
        /// By video.
        Video = "video",
        /// By telephone.
        Phone = "phone",
        /// By e-mail.
        Email = "email",
        /// By text message.
        Text = "text",
        /// By letter.
        Letter = "letter",
    }
}

words! {
    /// What came of a contact.
    Outcome {
        /// It took place.
        Held = "held",
        /// A one-way message went out.
        Sent = "sent",
        /// On that day a later meeting was offered.
        Offered = "offered",
        /// The participant declined.
        Declined = "declined",
        /// The participant did not come.
        Missed = "missed",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// The provider cancelled.
        Cancelled = "cancelled",
    }
}

words! {
    /// Whom a contact was with; to whom a document was issued, with whom agreed.
    With {
        /// The participant.
        Participant = "participant",
        /// The employer.
        Employer = "employer",
        /// The support network, personal or professional.
        Network = "network",
        /// Somebody else.
        Other = "other",
    }
}

words! {
    /// What came of an activity.
    ActivityOutcome {
        /// The participant took part.
        Attended = "attended",
        /// The participant did not come.
        Missed = "missed",
    }
}

words! {
    /// On what an extension rests.
    Basis {
        /// An offer of employment.
        Offer = "offer",
        /// Due to start work.
        DueToStart = "due-to-start",
        /// In work.
        InWork = "in-work",
    }
}

words! {
    /// Who delivered an activity.
    Delivery {
        /// The provider.
        Provider = "provider",
        /// The employer.
        Employer = "employer",
        /// A subcontractor.
        Subcontractor = "subcontractor",
        /// Somebody else.
        ThirdParty = "third-party",
    }
}
