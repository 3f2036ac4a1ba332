//! The vocabulary of pages: states that can be seen, layers they lie in, controls that can be used.
//!
//! States are named by what is seen, elements by what they are for.
//! What a state means for an action is the action's business, not this file's.

use std::fmt;

/// Makes a closed enum with one table of wire names, both directions.
macro_rules! vocabulary {
    ($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $wire:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$inner])* $variant,)+ }

        impl $name {
            /// Every member, in the order of the table.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The name used in selector files, traces and `explain`.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $wire,)+ }
            }

            /// The member of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($wire => Some($name::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

vocabulary! {
    /// What a page shows. Closed: a new state makes the compiler name every action that must answer it.
    PageState {
        /// The person's own Connect is visible in their card.
        Connectable = "connectable",
        /// The More menu is open and holds this person's Connect.
        ConnectUnderMore = "connectUnderMore",
        /// Nothing decisive in the card yet; its More can be opened.
        MoreMenuClosed = "moreMenuClosed",
        /// An invitation of ours to this person waits.
        Pending = "pending",
        /// A first-degree connection, positively proved.
        Connected = "connected",
        /// The signed-in member's own page.
        SelfProfile = "self",
        /// This person invited us; Accept and Ignore are offered.
        Incoming = "incoming",
        /// More is open, and Connect is nowhere.
        NotAllowed = "notAllowed",
        /// Nobody has this address.
        NotFound = "notFound",
        /// A page for people who are not signed in, the public profile included.
        SignedOut = "signedOut",
        /// A security check that only a person may answer.
        Checkpoint = "checkpoint",
        /// The account has been restricted.
        Restricted = "restricted",
        /// Too many requests, by HTTP status or by words.
        RateLimited = "rateLimited",
        /// The page is not there yet.
        Loading = "loading",
        /// The site says that something went wrong.
        ErrorPage = "errorPage",
        /// A page of the site that is about something else than a person.
        NotAPersonPage = "notAPersonPage",
        /// The account's list of sent invitations, with somebody in it.
        SentInvitations = "sentInvitations",
        /// The same list, which says that nobody is in it.
        NoSentInvitations = "noSentInvitations",
        /// Dialog, step 1: with or without a note.
        InviteChoice = "inviteChoice",
        /// Dialog, step 2: the note.
        InviteNote = "inviteNote",
        /// Dialog that asks for the person's e-mail address.
        InviteEmail = "inviteEmail",
        /// Older dialog that asks how the two know each other.
        InviteRelation = "inviteRelation",
        /// Offer to buy more notes in place of the note field.
        NoteQuotaUsedUp = "noteQuotaUsedUp",
        /// Hard stop: the weekly invitation limit is reached.
        WeeklyLimit = "weeklyLimit",
        /// Warning of the same class that lets the invitation through.
        LimitWarning = "limitWarning",
        /// Dialog that asks whether an invitation is to be withdrawn.
        WithdrawDialog = "withdrawDialog",
        /// A toast that refuses the invitation.
        RefusedToast = "refusedToast",
        /// A toast that reports passing trouble.
        TroubleToast = "troubleToast",
        /// A toast that says the invitation was sent. A hint, never proof.
        SentToast = "sentToast",
        /// No rule knows it, or two rules of one layer contradict each other.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// What lies on top of what: the first layer that answers, answers.
    Layer {
        /// Walls in front of everything: sign-in, checkpoint, errors.
        Gate = "gate",
        /// A visible dialog of the invitation flow.
        Dialog = "dialog",
        /// An open More menu.
        Menu = "menu",
        /// A toast.
        Toast = "toast",
        /// The page itself.
        Page = "page",
        /// What is left to say when nothing above was decisive.
        Rest = "rest",
    }
}

vocabulary! {
    /// Controls that an action may use. Every one has a selector, or loading the rules fails.
    Element {
        /// The person's own Connect in the card.
        Connect = "connect",
        /// The person's own Connect in the open More menu.
        MenuConnect = "menu_connect",
        /// The card's More.
        More = "more",
        /// "Add a note" in the dialog.
        AddNote = "add_note",
        /// "Send without a note" in the dialog.
        SendWithoutNote = "send_without_note",
        /// The note field.
        NoteField = "note_field",
        /// The e-mail field of the dialog.
        EmailField = "email_field",
        /// "Send" of the note step.
        Send = "send",
        /// The choice of relation "Other" in the older dialog.
        RelationOther = "relation_other",
        /// "Connect" in the older dialog.
        RelationConnect = "relation_connect",
        /// Closes the topmost dialog of the flow without sending.
        CloseDialog = "close_dialog",
        /// The person's own Pending in the card: it asks whether to withdraw.
        Pending = "pending",
        /// The same in the open More menu.
        MenuPending = "menu_pending",
        /// "Withdraw" in the dialog that asks.
        Withdraw = "withdraw",
        /// The box in that dialog for ceasing to follow.
        Unfollow = "unfollow",
        /// Loads more of the list of sent invitations.
        MoreInvitations = "more_invitations",
        /// The next page of that list, where it comes in pages.
        NextPage = "next_page",
        /// The last row of that list: never pressed, only brought into view, because more may come then.
        LastInvitation = "last_invitation",
    }
}

impl PageState {
    /// The controls that are seen where this is seen, fragments of pages aside.
    pub fn offers(self) -> &'static [Element] {
        match self {
            PageState::Connectable => &[Element::Connect],
            PageState::ConnectUnderMore => &[Element::MenuConnect],
            PageState::MoreMenuClosed => &[Element::More],
            PageState::WithdrawDialog => &[Element::Withdraw],
            PageState::SentInvitations => &[Element::LastInvitation],
            PageState::InviteChoice => &[Element::AddNote, Element::SendWithoutNote, Element::CloseDialog],
            PageState::InviteNote => &[Element::NoteField, Element::Send, Element::CloseDialog],
            PageState::InviteEmail => &[Element::EmailField, Element::CloseDialog],
            PageState::InviteRelation => &[Element::RelationOther, Element::RelationConnect, Element::CloseDialog],
            PageState::NoteQuotaUsedUp | PageState::WeeklyLimit | PageState::LimitWarning => &[Element::CloseDialog],
            PageState::Pending
            | PageState::Connected
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotAllowed
            | PageState::NotFound
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::Loading
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::NoSentInvitations
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Unknown => &[],
        }
    }
}

impl Element {
    /// Whether a click on it can send an invitation.
    pub fn can_send(self) -> bool {
        matches!(self, Element::Connect | Element::MenuConnect) || self.ends_an_invitation()
    }

    /// Whether a click on it is the last of an invitation, and not the one that opens the dialog.
    pub fn ends_an_invitation(self) -> bool {
        match self {
            Element::SendWithoutNote | Element::Send | Element::RelationConnect => true,
            Element::Connect
            | Element::MenuConnect
            | Element::More
            | Element::AddNote
            | Element::NoteField
            | Element::EmailField
            | Element::RelationOther
            | Element::CloseDialog
            | Element::Pending
            | Element::MenuPending
            | Element::Withdraw
            | Element::Unfollow
            | Element::MoreInvitations
            | Element::NextPage
            | Element::LastInvitation => false,
        }
    }

    /// Whether a click on it can withdraw an invitation.
    pub fn can_withdraw(self) -> bool {
        matches!(self, Element::Pending | Element::MenuPending | Element::Withdraw)
    }

    /// Whether a click on it changes how the account and a person stand: it is heard whole or not at all.
    pub fn is_decisive(self) -> bool {
        self.can_send() || self.can_withdraw()
    }

    /// Whether a click on it is the last, so that without the guard's word it is never believed undone.
    pub fn is_final(self) -> bool {
        self.ends_an_invitation() || self == Element::Withdraw
    }

    /// Whether it brings more of a list.
    pub fn leads_on(self) -> bool {
        matches!(
            self,
            Element::MoreInvitations | Element::NextPage | Element::LastInvitation
        )
    }

    /// Whether it is a place on a page rather than one control: of several hits the last one counts.
    pub(super) fn is_a_place(self) -> bool {
        self == Element::LastInvitation
    }
}

/// What can be asked of a control.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// One real click.
    Click(Element),
    /// Real typing, read back equal.
    Fill(Element, String),
    /// Brought into view, and not touched.
    Reveal(Element),
}

impl Input {
    /// The control the input is for.
    pub fn element(&self) -> Element {
        match self {
            Input::Click(element) | Input::Fill(element, _) | Input::Reveal(element) => *element,
        }
    }
}

/// As it is displayed, without the text.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Names the act and its control, never the text: notes and e-mails stay out of traces.
impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Click(element) => write!(f, "click {element}"),
            Input::Fill(element, _) => write!(f, "fill {element}"),
            Input::Reveal(element) => write!(f, "reveal {element}"),
        }
    }
}
