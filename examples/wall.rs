#[path = "../tests/suite/screens/world.rs"]
mod world;
use wirewatch::dashboard::{Glyphs, Look, ThemeName, run};
use wirewatch::domain::AlertState;
use wirewatch::engine::Command;
use wirewatch::store::Store;
#[tokio::main]
async fn main() {
    let arg = std::env::args().nth(1).unwrap_or("afternoon".into());
    let theme: ThemeName = std::env::args().nth(2).unwrap_or("dark".into()).parse().unwrap();
    let glyphs = if std::env::args().nth(3).is_some() { Glyphs::Ascii } else { Glyphs::Unicode };
    world::BASE.set(jiff::Timestamp::now()).ok();
    let mut world = match arg.as_str() {
        "empty" => world::nothing(),
        "first" => world::first_minute(),
        "flood" => world::flood(2000),
        "hostile" => world::hostile(),
        _ => world::afternoon(),
    };
    let look = Look { theme, glyphs, zone: Some("Asia/Baghdad".into()), ..Look::default() };
    let store = world.store.clone();
    let revision = world.revision;
    let mut commands = world.commands;
    tokio::spawn(async move {
        while let Some(c) = commands.recv().await {
            let now = jiff::Timestamp::now();
            match c {
                Command::Acknowledge(i) => {
                    store.set_state(&i, AlertState::Acknowledged, None, now).ok();
                }
                Command::Snooze(i, u) => {
                    store.set_state(&i, AlertState::Snoozed, Some(u), now).ok();
                }
                Command::Resolve(i) => {
                    store.set_state(&i, AlertState::Resolved, None, now).ok();
                }
                Command::Reopen(i) => {
                    store.set_state(&i, AlertState::Open, None, now).ok();
                }
                Command::Poll(_) => {}
            }
            revision.send_modify(|r| *r += 1);
        }
    });
    let _keep = &mut world.status;
    run(world.handle, look, tokio_util::sync::CancellationToken::new()).await.unwrap();
}
