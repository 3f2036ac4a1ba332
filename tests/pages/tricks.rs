//! What is planted in forged pages: words, and markup with OWNER, SLUG and SHORT for the page's own.

/// What somebody may write as headline, or call themselves.
pub(crate) const PRETENCES: &[&str] = &[
    "Pending",
    "1st",
    "· 1st",
    "· 1st degree connection",
    "2nd",
    "Connect",
    "Message",
    "More",
    "Accept",
    "Ignore",
    "Follow",
    "Withdraw",
    "Remove connection",
    "Remove your connection to Otto Other",
    "Invite Otto Other to connect",
    "Invite {X} to connect",
    "Pending, click to withdraw invitation sent to Otto Other",
    "Accept Otto Other's request to connect",
    "This page doesn't exist",
    "Page not found",
    "You've reached the weekly invitation limit",
    "We've restricted your account",
    "Security Verification",
    "Let's do a quick security check",
    "Please solve the captcha",
    "Too many requests",
    "HTTP ERROR 999",
    "Something went wrong",
    "Invitation sent",
    "Invitation not sent to Otto Other. You can resend an invitation 3 weeks after withdrawing it.",
    "Sign in",
    "Join now to see who you already know",
    "LinkedIn Member",
    "Add profile section",
    "Send without a note",
    "Add a note",
    "{X}",
    "Ausstehend",
    "保留中",
    "</h2><button>Connect</button>",
    "\u{202e}gnidneP",
];

/// Somebody else's controls: wherever they lie, even in the card, they are not the owner's.
pub(crate) const OTHERS: &[(&str, &str)] = &[
    (
        "invite",
        "<button lw-handle='9001' aria-label='Invite Otto Other to connect'><svg id='connect-small'></svg>Connect</button>",
    ),
    (
        "invite (Ember)",
        "<button lw-handle='9001' aria-label='Invite Otto Other to connect' class='artdeco-button artdeco-button--primary'><svg data-test-icon='connect-small'><use href='#connect-small'></use></svg>Connect</button>",
    ),
    (
        "invite by role",
        "<div role='button' lw-handle='9001' aria-label='Invite Otto Other to connect'>Connect</div>",
    ),
    (
        "invite with the owner in it",
        "<button lw-handle='9001' aria-label='Invite Otto Other, who knows OWNER, to connect'><svg id='person-small'></svg></button>",
    ),
    (
        "invite, longer name",
        "<button lw-handle='9001' aria-label='Invite OWNERton to connect'><svg id='connect-small'></svg>Connect</button>",
    ),
    (
        "composer",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=otto-other'><svg id='connect-small'></svg>Connect</a>",
    ),
    (
        "composer, longer slug",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG-123'>Connect</a>",
    ),
    (
        "composer, shorter slug",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SHORT'>Connect</a>",
    ),
    (
        "composer, encoded longer slug",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG%2D1'>Connect</a>",
    ),
    (
        "composer, encoded nothing",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG%00'>Connect</a>",
    ),
    (
        "composer, encoded path",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=otto-other%2FSLUG'>Connect</a>",
    ),
    (
        "composer, encoded parameter",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=otto-other%26vanityName=SLUG'>Connect</a>",
    ),
    (
        "composer, twice encoded",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG%252D1'>Connect</a>",
    ),
    (
        "composer, two people",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=otto-other&amp;vanityName=SLUG'>Connect</a>",
    ),
    (
        "composer, two people, owner first",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG&amp;vanityName=otto-other'>Connect</a>",
    ),
    (
        "composer of another site",
        "<a lw-handle='9001' href='https://evil.example/preload/custom-invite/?vanityName=SLUG'>Connect</a>",
    ),
    (
        "composer of a site that ends alike",
        "<a lw-handle='9001' href='https://evil-linkedin.com/preload/custom-invite/?vanityName=SLUG'>Connect</a>",
    ),
    (
        "composer in another parameter",
        "<a lw-handle='9001' href='/redir?url=/preload/custom-invite/&amp;xvanityName=SLUG'>Connect</a>",
    ),
    (
        "composer in the fragment",
        "<a lw-handle='9001' href='/preload/custom-invite/#?vanityName=SLUG'>Connect</a>",
    ),
    (
        "pending link",
        "<a lw-handle='9001' href='/in/otto-other/' aria-label='Pending, click to withdraw invitation sent to Otto Other'><svg id='clock-small'></svg>Pending</a>",
    ),
    (
        "pending link, longer slug",
        "<a lw-handle='9001' href='/in/SLUG-1/'><svg id='clock-small'></svg>Pending</a>",
    ),
    (
        "pending button",
        "<button lw-handle='9001' aria-label='Pending, click to withdraw invitation sent to Otto Other'><svg id='clock-small'></svg>Pending</button>",
    ),
    (
        "pending button (Ember)",
        "<button lw-handle='9001' aria-label='Pending, click to withdraw invitation sent to Otto Other'><svg data-test-icon='clock-small'><use href='#clock-small'></use></svg>Pending</button>",
    ),
    (
        "pending key",
        "<button lw-handle='9001' componentkey='ConnectButtonstate:invitation:urn:li:member:1_pending' aria-label='Pending, click to withdraw invitation sent to Otto Other'><svg id='clock-small'></svg>Pending</button>",
    ),
    (
        "connect key",
        "<button lw-handle='9001' componentkey='ConnectButtonstate:invitation:urn:li:member:1_connect' aria-label='Invite Otto Other to connect'>Connect</button>",
    ),
    (
        "accept and ignore",
        "<button lw-handle='9001' aria-label='Accept Otto Other&#39;s request to connect'>Accept</button><button lw-handle='9002' aria-label='Ignore Otto Other&#39;s request to connect'>Ignore</button>",
    ),
    (
        "edit",
        "<a lw-handle='9001' href='/in/otto-other/edit/intro/'>Edit intro</a>",
    ),
    ("bare clock", "<svg id='clock-small'></svg>"),
    ("bare connect icon", "<svg id='connect-small'></svg>"),
    ("bare clock (Ember)", "<svg data-test-icon='clock-small'></svg>"),
    (
        "brought marks",
        "<b lw-region='menu'><a role='menuitem' lw-handle='9001' lw-owner='this' lw-named='invite pending accept' lw-word='remove own' lw-names='this' href='/preload/custom-invite/?vanityName=otto-other'>x</a></b><i lw-degree='1'>x</i>",
    ),
    (
        "brought marks of a dialog",
        "<div lw-region='dialog toast'><h2 lw-word='weekly_limit sent refused'>x</h2><button lw-handle='9001' lw-word='send_plain'>x</button><button lw-handle='9002' lw-word='add_note'>y</button></div>",
    ),
];

/// What looks like the owner's own control or like the site itself, in what people write or embed.
pub(crate) const FORGED: &[(&str, &str)] = &[
    (
        "own invite",
        "<button lw-handle='9001' aria-label='Invite OWNER to connect'><svg id='connect-small'></svg>Connect</button>",
    ),
    (
        "own composer",
        "<a lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG'>Connect</a>",
    ),
    (
        "own composer, absolute",
        "<a lw-handle='9001' href='https://www.linkedin.com/preload/custom-invite/?vanityName=SLUG'>Connect</a>",
    ),
    (
        "own pending",
        "<a lw-handle='9001' href='/in/SLUG/' aria-label='Pending, click to withdraw invitation sent to OWNER'><svg id='clock-small'></svg>Pending</a>",
    ),
    (
        "own edit link",
        "<a lw-handle='9001' href='/in/SLUG/edit/intro/'>Edit</a>",
    ),
    (
        "own accept",
        "<button lw-handle='9001' aria-label='Accept OWNER&#39;s request to connect'>Accept</button>",
    ),
    (
        "own name in a longer label",
        "<button lw-handle='9001' aria-label='Like what OWNER wrote: Pending'>Pending</button>",
    ),
    (
        "keys",
        "<div componentkey='ConnectButtonstate:invitation:urn:li:member:1_pending'><svg id='clock-small'></svg>Pending</div><button lw-handle='9001' componentkey='ConnectButtonstate:invitation:urn:li:member:1_connect' aria-label='OWNER'>Connect</button>",
    ),
    (
        "second card",
        "<div componentkey='com.linkedin.sdui.profile.card.refACoAAEx4mpleEx4mpleEx4mpleEx4mpleAbcdEFTopcard'><h2>OWNER</h2><p>· 1st</p><button lw-handle='9001' aria-expanded='false'><svg id='overflow-web-ios-small'></svg>More</button><a lw-handle='9002' href='/in/SLUG/'><svg id='clock-small'></svg>Pending</a></div>",
    ),
    (
        "second card (Ember)",
        "<section class='artdeco-card pv-top-card' data-member-id='7'><h1>OWNER</h1><span class='dist-value'>1st</span><button lw-handle='9001' aria-label='Invite OWNER to connect'><svg data-test-icon='connect-small'></svg>Connect</button></section>",
    ),
    (
        "choice",
        "<div data-test-modal-id='send-invite-modal'><div role='dialog' class='artdeco-modal send-invite' aria-labelledby='send-invite-modal'><p><strong>OWNER</strong></p><div class='artdeco-modal__actionbar'><button lw-handle='9001'>Add a note</button><button lw-handle='9002' class='artdeco-button--primary'>Send without a note</button></div></div></div>",
    ),
    (
        "note",
        "<div data-test-modal-id='send-invite-modal'><textarea id='custom-message' name='message' lw-handle='9003'></textarea><div class='artdeco-modal__actionbar'><button lw-handle='9001' class='artdeco-button--primary'>Send</button></div></div>",
    ),
    (
        "e-mail",
        "<div class='artdeco-modal'><input type='email' name='email' id='email' lw-handle='9001'></div>",
    ),
    (
        "weekly limit",
        "<div class='ip-fuse-limit-alert' data-test-modal-id='ip-fuse-limit-alert'><svg data-test-icon='locked'></svg><h2>You&#39;ve reached the weekly invitation limit</h2><button lw-handle='9001' data-test-modal-close-btn>Got it</button></div>",
    ),
    (
        "offer of notes",
        "<div class='modal-upsell' data-test-modal-id='modal-upsell'><h2>Send unlimited personalized invites with Premium</h2><a href='/premium/'>Premium</a></div>",
    ),
    (
        "sent toast",
        "<section><h2 data-testid='toasts-title'>1 notification</h2><p>Invitation sent to OWNER.</p></section>",
    ),
    (
        "toasts (Ember)",
        "<div class='artdeco-toast-item' data-test-artdeco-toast-item-type='success'><p class='artdeco-toast-item__message'>Invitation sent</p></div><div data-test-artdeco-toast-item-type='error'><p>Invitation not sent to OWNER. You can resend</p></div>",
    ),
    (
        "menu",
        "<div popover='manual'><div role='menu'><a role='menuitem' lw-handle='9001' href='/preload/custom-invite/?vanityName=SLUG'><div aria-label='Invite OWNER to connect'>Connect</div></a></div></div>",
    ),
    (
        "menu (Ember)",
        "<div class='artdeco-dropdown__content'><ul><li><div role='button' lw-handle='9001' aria-label='Remove your connection to OWNER'>Remove connection</div></li></ul></div>",
    ),
    (
        "captcha",
        "<form id='captcha-challenge' action='/checkpoint/challenge/verify'><h1>Let&#39;s do a quick security check</h1><iframe id='captcha-internal'></iframe></form>",
    ),
    (
        "page keys",
        "<meta name='pageKey' content='d_checkpoint_ch_captcha'><meta name='como-err' content='{&quot;title&quot;:&quot;More&quot;}'>",
    ),
    (
        "sign-in",
        "<div class='top-card-layout'><h1>Sign in</h1><form><input name='session_password' type='password'></form></div>",
    ),
    (
        "nobody there",
        "<h1>This page doesn&#39;t exist</h1><h2>Page not found</h2><p class='error-code'>HTTP ERROR 429</p><p>Something went wrong</p><h3>We&#39;ve restricted your account</h3>",
    ),
];
