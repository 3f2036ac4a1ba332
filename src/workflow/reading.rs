//! From the cursor to the workflow: each function takes what may stand at its place and reports the rest.
//!
//! A part with a fault may be left out of what is returned: [`Workflow::parse`](super::Workflow::parse)
//! gives a workflow back only if there was no fault at all. Knows no bytes.

use super::text::{Email, Note, TextError, check_label};
use super::{
    CheckConnectionStatus, Child, MAX_ACTIONS, OpenPersonPage, RetrievePendingRequests, Root, SendConnectionRequest,
    WithdrawConnectionRequest,
};
use crate::json::{Cursor, Faults, Fields};
use crate::outcome::{ActionType, OneOrMany};
use crate::person::PersonUrl;
use crate::suggestion::{closest, shown};

/// Actions of the vendor's that exist and are not run here.
const NOT_RUN_HERE: &[&str] = &[
    "st.acceptInvitation",
    "st.commentOnPost",
    "st.createPost",
    "st.createRepost",
    "st.doForCompanies",
    "st.doForPeople",
    "st.doForSkills",
    "st.endorsePersonSkill",
    "st.ignoreInvitation",
    "st.manageConversation",
    "st.openCompanyPage",
    "st.openJob",
    "st.openPost",
    "st.reactToComment",
    "st.reactToPost",
    "st.removeConnection",
    "st.replyToComment",
    "st.retrieveCompanyDMs",
    "st.retrieveCompanyEmployees",
    "st.retrieveCompanyPosts",
    "st.retrieveConnections",
    "st.retrieveFeed",
    "st.retrieveInvitations",
    "st.retrievePerformance",
    "st.retrievePersonComments",
    "st.retrievePersonEducation",
    "st.retrievePersonExperience",
    "st.retrievePersonLanguages",
    "st.retrievePersonPosts",
    "st.retrievePersonReactions",
    "st.retrievePersonSkills",
    "st.retrievePostComments",
    "st.retrievePostReactions",
    "st.retrieveProfileViewers",
    "st.retrieveSSI",
    "st.searchCompanies",
    "st.searchJobs",
    "st.searchPeople",
    "st.searchPosts",
    "st.sendMessage",
    "st.syncConversation",
    "st.syncInbox",
    "st.syncNetwork",
    "nv.doForCompanies",
    "nv.doForPeople",
    "nv.manageConversation",
    "nv.openCompanyPage",
    "nv.openPersonPage",
    "nv.retrieveCompanyDMs",
    "nv.retrieveCompanyEmployees",
    "nv.searchCompanies",
    "nv.searchPeople",
    "nv.sendMessage",
    "nv.syncConversation",
    "nv.syncInbox",
];

/// Where an action stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Root,
    Child,
}

/// The parameters of one action, wherever it stands.
enum Parameters {
    Open(OpenPersonPage),
    Send(SendConnectionRequest),
    Check(CheckConnectionStatus),
    Withdraw(WithdrawConnectionRequest),
    Retrieve(RetrievePendingRequests),
}

/// Reads the whole workflow.
pub(super) fn read_roots(workflow: &Cursor<'_>, faults: &mut Faults) -> Option<OneOrMany<Root>> {
    let count = workflow.count_nested("then");
    if count > MAX_ACTIONS {
        let message = format!("The workflow has {count} actions, more than {MAX_ACTIONS}; split it into several.");
        workflow.refuse(faults, "tooManyActions", message);
        return None;
    }
    if count == 0 {
        workflow.refuse(
            faults,
            "noActions",
            "The workflow is an empty array; give at least one action.",
        );
        return None;
    }
    read_one_or_many(workflow, "A root action", faults, read_root)
}

fn read_one_or_many<T>(
    at: &Cursor<'_>,
    item_name: &'static str,
    faults: &mut Faults,
    read: impl Fn(&Cursor<'_>, &mut Faults) -> Option<T>,
) -> Option<OneOrMany<T>> {
    if let Some(items) = at.items(item_name) {
        return Some(OneOrMany::Many(
            items.iter().filter_map(|item| read(item, faults)).collect(),
        ));
    }
    if at.is_object() {
        return read(at, faults).map(OneOrMany::One);
    }
    at.wrong_kind("an action object or an array of them", faults)
}

fn read_root(at: &Cursor<'_>, faults: &mut Faults) -> Option<Root> {
    let mut fields = at.fields(faults)?;
    let (_, action) = read_action_type(&mut fields, faults)?;
    let person = is_about_a_person(action).then(|| read_person(&mut fields, faults));
    let parameters = read_parameters(action, Standing::Root, fields, faults);
    let person = person.flatten();
    Some(match parameters {
        Parameters::Open(page) => Root::OpenPersonPage { person: person?, page },
        Parameters::Send(request) => Root::SendConnectionRequest {
            person: person?,
            request,
        },
        Parameters::Check(check) => Root::CheckConnectionStatus { person: person?, check },
        Parameters::Withdraw(withdrawal) => Root::WithdrawConnectionRequest {
            person: person?,
            withdrawal,
        },
        Parameters::Retrieve(retrieve) => Root::RetrievePendingRequests(retrieve),
    })
}

fn read_child(at: &Cursor<'_>, faults: &mut Faults) -> Option<Child> {
    let mut fields = at.fields(faults)?;
    let (action_at, action) = read_action_type(&mut fields, faults)?;
    let person = fields.take("personUrl");
    if !may_be_a_child(action) {
        let message = format!("{action} is not allowed under an action; make it a root action of its own.");
        action_at.refuse(faults, "notAllowedAsChild", message);
    } else if let Some(person) = person {
        let message =
            "personUrl is not allowed under st.openPersonPage, which has opened the person's page already; remove it.";
        person.refuse(faults, "notAllowedUnderParent", message);
    }
    match read_parameters(action, Standing::Child, fields, faults) {
        Parameters::Open(_) | Parameters::Retrieve(_) => None,
        Parameters::Send(request) => Some(Child::SendConnectionRequest(request)),
        Parameters::Check(check) => Some(Child::CheckConnectionStatus(check)),
        Parameters::Withdraw(withdrawal) => Some(Child::WithdrawConnectionRequest(withdrawal)),
    }
}

const fn is_about_a_person(action: ActionType) -> bool {
    match action {
        ActionType::OpenPersonPage
        | ActionType::SendConnectionRequest
        | ActionType::CheckConnectionStatus
        | ActionType::WithdrawConnectionRequest => true,
        ActionType::RetrievePendingRequests => false,
    }
}

const fn may_be_a_child(action: ActionType) -> bool {
    match action {
        ActionType::SendConnectionRequest
        | ActionType::CheckConnectionStatus
        | ActionType::WithdrawConnectionRequest => true,
        ActionType::OpenPersonPage | ActionType::RetrievePendingRequests => false,
    }
}

fn read_action_type<'a>(fields: &mut Fields<'a>, faults: &mut Faults) -> Option<(Cursor<'a>, ActionType)> {
    let Some(at) = fields.take("actionType") else {
        let message = format!("The action has no actionType; give one of {}.", names_of_actions());
        fields.refuse_missing("actionType", faults, message);
        return None;
    };
    let name = at.string(faults)?;
    match name.parse() {
        Ok(action) => Some((at, action)),
        Err(_) if NOT_RUN_HERE.contains(&name) => {
            let message = format!(
                "{name} exists at Linked API but is not run here; only {} are.",
                names_of_actions()
            );
            at.refuse(faults, "actionNotSupported", message);
            None
        }
        Err(_) => {
            at.refuse(faults, "unknownAction", describe_unknown_action(name));
            None
        }
    }
}

fn describe_unknown_action(name: &str) -> String {
    let known: Vec<&str> = ActionType::ALL.iter().map(|action| action.as_str()).collect();
    let shown = shown(name).map_or_else(|| "This actionType".to_owned(), |name| format!("The actionType {name}"));
    match closest(name, &known) {
        Some(meant) => format!("{shown} is unknown; did you mean {meant}?"),
        None => format!("{shown} is unknown; give one of {}.", names_of_actions()),
    }
}

fn names_of_actions() -> String {
    let names: Vec<&str> = ActionType::ALL.iter().map(|action| action.as_str()).collect();
    names.join(", ")
}

fn read_person(fields: &mut Fields<'_>, faults: &mut Faults) -> Option<PersonUrl> {
    let Some(at) = fields.take("personUrl") else {
        let message = "A root action needs personUrl; give one like https://www.linkedin.com/in/ada-example.";
        fields.refuse_missing("personUrl", faults, message);
        return None;
    };
    PersonUrl::parse(at.string(faults)?)
        .map_err(|error| at.refuse(faults, error.code(), error.to_string()))
        .ok()
}

fn read_parameters(action: ActionType, standing: Standing, mut fields: Fields<'_>, faults: &mut Faults) -> Parameters {
    let label = read_text(&mut fields, "label", faults, |text| {
        check_label(text).map(|()| text.to_owned())
    });
    let parameters = match action {
        ActionType::OpenPersonPage => Parameters::Open(OpenPersonPage {
            label,
            basic_info: fields
                .take("basicInfo")
                .and_then(|at| at.boolean(faults))
                .unwrap_or_default(),
            then: fields
                .take("then")
                .and_then(|at| read_one_or_many(&at, "A child action", faults, read_child)),
        }),
        ActionType::SendConnectionRequest => Parameters::Send(SendConnectionRequest {
            label,
            note: read_text(&mut fields, "note", faults, Note::parse),
            email: read_text(&mut fields, "email", faults, Email::parse),
        }),
        ActionType::CheckConnectionStatus => Parameters::Check(CheckConnectionStatus { label }),
        ActionType::WithdrawConnectionRequest => Parameters::Withdraw(WithdrawConnectionRequest {
            label,
            unfollow: fields
                .take("unfollow")
                .and_then(|at| at.boolean(faults))
                .unwrap_or(true),
        }),
        ActionType::RetrievePendingRequests => Parameters::Retrieve(RetrievePendingRequests { label }),
    };
    fields.finish(faults, |name| describe_leftover(name, action, standing));
    parameters
}

fn read_text<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    faults: &mut Faults,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Option<T> {
    let at = fields.take(name)?;
    parse(at.string(faults)?)
        .map_err(|error| at.refuse(faults, error.code(), error.to_string()))
        .ok()
}

/// The parameters of an action, as the vendor documents them.
const fn parameters_of(action: ActionType) -> &'static [&'static str] {
    match action {
        ActionType::OpenPersonPage => &["actionType", "label", "personUrl", "basicInfo", "then"],
        ActionType::SendConnectionRequest => &["actionType", "label", "personUrl", "note", "email"],
        ActionType::CheckConnectionStatus => &["actionType", "label", "personUrl"],
        ActionType::WithdrawConnectionRequest => &["actionType", "label", "personUrl", "unfollow"],
        ActionType::RetrievePendingRequests => &["actionType", "label"],
    }
}

fn describe_leftover(name: &str, action: ActionType, standing: Standing) -> (&'static str, String) {
    if name == "then" {
        return ("childrenNotAllowed", format!("{action} has no children; remove then."));
    }
    if let Some(owner) = ActionType::ALL
        .iter()
        .find(|other| parameters_of(**other).contains(&name))
    {
        let message = format!("{name} is a parameter of {owner}, not of {action}; move it there or remove it.");
        return ("parameterOfAnotherAction", message);
    }
    let known: Vec<&str> = parameters_of(action)
        .iter()
        .copied()
        .filter(|known| standing == Standing::Root || *known != "personUrl")
        .collect();
    let shown = shown(name).map_or_else(|| "This parameter".to_owned(), |name| format!("The parameter {name}"));
    let message = match closest(name, &known) {
        Some(meant) => format!("{shown} is unknown; did you mean {meant}?"),
        None => format!(
            "{shown} is unknown to {action}; remove it. Known are {}.",
            known.join(", ")
        ),
    };
    ("unknownParameter", message)
}
