//! The sandbox's door: who is let in, and how somebody signs in.

use linkwright::sandbox::{Options, Sandbox, SignIn};
use serde_json::json;

use crate::client::{get, get_as, post};

#[tokio::test]
async fn nobody_is_let_in_without_a_session_where_one_must_sign_in() {
    for (sign_in, leads_to) in [
        (SignIn::ByHand, "/feed/"),
        (
            SignIn::Somebody { after: 5, check: true },
            "/checkpoint/challenge/AgExample",
        ),
    ] {
        let sandbox = Sandbox::start(Options {
            sign_in,
            ..Options::default()
        })
        .await
        .expect("a free port");
        for (path, instead) in [("/in/ada-example/", "/authwall"), ("/feed/", "/login")] {
            let answer = get(&sandbox, path).await;
            assert_eq!((answer.status, answer.headers["location"].as_str()), (302, instead));
            let wrong = get_as(&sandbox, path, "sandbox_session_1=olive-owner").await;
            assert_eq!(wrong.status, 302, "a session of another sandbox");
        }
        let invited = post(&sandbox, "/_api/invite", json!({"slug": "ada-example"})).await;
        assert_eq!(invited.status, 302);
        assert!(sandbox.log().is_empty());
        let page = get(&sandbox, "/login").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("action=\"/_sign-in\"") && !page.body.contains("password"));
        assert_eq!(page.body.contains("setTimeout"), sign_in != SignIn::ByHand);
        let entered = post(&sandbox, "/_sign-in", json!({})).await;
        assert_eq!((entered.status, entered.headers["location"].as_str()), (303, leads_to));
        let cookie = entered.headers["set-cookie"]
            .split(';')
            .next()
            .expect("a cookie")
            .to_owned();
        assert_eq!(get_as(&sandbox, "/in/ada-example/", &cookie).await.status, 200);
        assert_eq!(get_as(&sandbox, "/login", &cookie).await.headers["location"], "/feed/");
        let feed = get_as(&sandbox, "/feed/", &cookie).await.body;
        assert!(feed.contains("alt=\"Olive Owner\"") && feed.contains("upsellOrderOrigin"));
        sandbox.stop().await;
    }
}
