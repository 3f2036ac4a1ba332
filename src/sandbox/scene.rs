//! What can be true about a person of the sandbox: the vocabulary of the table of people.
//!
//! It knows no markup and no routes.

/// What a visit to `/in/SLUG/` meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// A signed-in page of the person.
    Page,
    /// The server sends the browser to another path.
    Redirect(&'static str),
    /// The page says in place that it does not exist: for the first so many visits, or always.
    GoneInPlace(Option<u32>),
    /// The page of an error: for the first so many visits, or always.
    ErrorInPlace(Option<u32>),
    /// A guest's view of the profile, HTTP 200.
    Guest,
    /// The account is restricted, said in place.
    Restricted,
    /// A status of refusal, with or without a body.
    Refused { status: u16, body: bool },
    /// A loading shell that never finishes.
    Shell,
    /// HTTP 204: the browser stays where it was.
    NoContent,
    /// A redirect to another origin that shows the same person.
    OffSite,
}

/// How the signed-in account stands to the person before anything happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Stranger,
    Pending,
    Connected,
    Yourself,
    Incoming,
    OutOfNetwork,
}

impl Relation {
    /// The word the page's own script uses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Stranger => "stranger",
            Self::Pending => "pending",
            Self::Connected => "connected",
            Self::Yourself => "self",
            Self::Incoming => "incoming",
            Self::OutOfNetwork => "member",
        }
    }
}

/// Where the person's Connect stands while they are a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Card,
    CardBesideFollow,
    /// In the card, as a `button` instead of a link.
    CardButton,
    Menu,
    /// In the menu, as a `button` instead of a link.
    MenuButton,
    /// In the menu, under a label and an icon that nobody has seen before.
    MenuUnfamiliar,
    Nowhere,
}

impl Place {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::CardBesideFollow => "both",
            Self::CardButton => "cardButton",
            Self::Menu => "menu",
            Self::MenuButton => "menuButton",
            Self::MenuUnfamiliar => "menuUnfamiliar",
            Self::Nowhere => "nowhere",
        }
    }
}

/// What the server does when Connect is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnConnect {
    Dialog,
    WarningThenDialog,
    WeeklyLimit,
    /// A toast of this key, and no dialog.
    Toast(&'static str),
    SendsAtOnce,
    LeavesTo(&'static str),
    /// The composer as a page of its own, where the dialog opens.
    OpensComposer,
    SignsOut,
}

/// The first step of the invitation dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstStep {
    Choice,
    Note,
    HowDoYouKnow,
}

/// What the account may do with notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notes {
    /// A free account: 200 characters, and so many notes left this month.
    Free(u32),
    /// 300 characters, no end.
    Premium,
    /// *Add a note* opens an advertisement.
    Upsell,
    /// The composer looks usable, and an invitation with a note is dropped without a word.
    DroppedSilently,
}

impl Notes {
    /// The greatest length of a note in UTF-16 units.
    pub(crate) fn limit(self) -> usize {
        match self {
            Self::Premium => 300,
            Self::Free(_) | Self::Upsell | Self::DroppedSilently => 200,
        }
    }

    /// Whether an invitation with a note is applied.
    pub(crate) fn allowed(self) -> bool {
        !matches!(self, Self::Free(0) | Self::Upsell | Self::DroppedSilently)
    }
}

/// Whether and where the dialog asks for an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmailPrompt {
    Never,
    WithChoice,
    WithNote,
}

/// What the server does with an invitation that it has no reason to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnSend {
    /// Applied; the card says so after so many milliseconds.
    AppliedAfter(u64),
    /// Applied; the card says so after a reload.
    AppliedAfterReload,
    /// Applied; no page ever says so.
    AppliedUnseen,
    /// Not applied, with the words of success.
    ClaimedOnly,
    /// Not applied, with the weekly limit.
    WeeklyLimit,
    /// Applied, with a warning on top.
    AppliedWithWarning,
    /// Not applied, with a toast of this key.
    Toast(&'static str),
    /// Not applied: a checkpoint comes up, and nobody can see how it stands.
    Checkpoint,
    /// Not applied: the session is gone.
    SignsOut,
}

/// What the server does when a waiting invitation is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnWithdraw {
    /// Applied, and the card says so.
    Applied,
    /// Applied; the card says so after a reload.
    AppliedAfterReload,
    /// Not applied, without a word.
    Ignored,
}

/// What makes the page itself awkward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trap {
    /// `alert()` while loading.
    Alert,
    /// A sheet lies over Connect for two seconds.
    Covered,
    /// A consent dialog comes up late and stays for two seconds.
    LateConsent,
    /// The card is drawn anew every 150 ms for two seconds.
    Rerendering,
    /// Connect moves for two seconds.
    Moving,
    /// The page turns into another person's without a request.
    BecomesAnother,
    /// A hidden twin of the card claims Pending by its component key.
    PendingTwin,
    /// Another person's Connect link stands above the card; their slug begins with this one's.
    NeighbourOnTop,
    /// The dialog names somebody else.
    WrongName,
    /// Send stays disabled for a second after the text is there.
    LateSend,
    /// Connected, and neither degree nor bell says so: only the menu does.
    ProofInMenuOnly,
    /// Message stands in the card although the person is no contact.
    OpenProfile,
    /// A seat of Sales Navigator: Connect, Pending and Message live under More.
    SalesSeat,
    /// The dialog that withdraws has a box to cease following, ticked.
    UnfollowBox,
    /// After sending, the card goes on showing Follow and Pending stands under More.
    PendingInMenu,
    /// The component key of Connect carries the state.
    KeyedConnect,
    /// The menu has more items than usual.
    MoreItems,
    /// The name is an `h1`.
    NameInH1,
    /// The card is known by its `id`, not by its component key.
    CardById,
}

impl Trap {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Covered => "covered",
            Self::LateConsent => "consent",
            Self::Rerendering => "rerendering",
            Self::Moving => "moving",
            Self::BecomesAnother => "another",
            Self::PendingTwin => "pendingTwin",
            Self::NeighbourOnTop => "neighbour",
            Self::WrongName => "wrongName",
            Self::LateSend => "lateSend",
            Self::ProofInMenuOnly => "menuOnly",
            Self::OpenProfile => "open",
            Self::SalesSeat => "sales",
            Self::UnfollowBox => "unfollowBox",
            Self::PendingInMenu => "pendingInMenu",
            Self::KeyedConnect => "keyed",
            Self::MoreItems => "moreItems",
            Self::NameInH1 => "h1",
            Self::CardById => "cardById",
        }
    }
}

/// Everything that is particular about one person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene {
    pub(crate) arrival: Arrival,
    pub(crate) relation: Relation,
    pub(crate) place: Place,
    /// 2, 3, or 0 for no degree line; connected people are 1.
    pub(crate) degree: u8,
    pub(crate) on_connect: OnConnect,
    pub(crate) first_step: FirstStep,
    pub(crate) notes: Notes,
    pub(crate) email: EmailPrompt,
    pub(crate) on_send: OnSend,
    pub(crate) on_withdraw: OnWithdraw,
    pub(crate) traps: &'static [Trap],
    /// Milliseconds until the page is alive.
    pub(crate) hydration: u64,
    /// Empty for one of the usual lines.
    pub(crate) headline: &'static str,
    /// Empty for one of the usual texts.
    pub(crate) about_text: &'static str,
}

impl Scene {
    /// A stranger with Connect in the card whose invitation simply goes through.
    pub(crate) const PLAIN: Self = Self {
        arrival: Arrival::Page,
        relation: Relation::Stranger,
        place: Place::Card,
        degree: 2,
        on_connect: OnConnect::Dialog,
        first_step: FirstStep::Choice,
        notes: Notes::Free(3),
        email: EmailPrompt::Never,
        on_send: OnSend::AppliedAfter(0),
        on_withdraw: OnWithdraw::Applied,
        traps: &[],
        hydration: 150,
        headline: "",
        about_text: "",
    };

    /// Whether the page has this trap.
    pub(crate) fn has(&self, trap: Trap) -> bool {
        self.traps.contains(&trap)
    }
}
