//! What a message costs the dashboard's one task: a key, a tick, a change of the store with what is
//! read for it, with few and with many alerts stored.

use divan::Bencher;
use jiff::SignedDuration;
use wirewatch::dashboard::{Look, Screen};

#[path = "../tests/suite/screens/world.rs"]
mod world;

fn main() {
    divan::main();
}

fn screen(world: &world::World) -> Screen {
    Screen::new(world.handle.clone(), &Look::default(), world::now(), (200, 60))
        .expect("a usable look")
}

#[divan::bench(args = [100, 20_000])]
fn key(bencher: Bencher, alerts: u64) {
    let world = world::flood(alerts);
    let mut screen = screen(&world);
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        screen.press(if down { "j" } else { "k" });
    });
}

#[divan::bench(args = [100, 20_000])]
fn tick(bencher: Bencher, alerts: u64) {
    let world = world::flood(alerts);
    let mut screen = screen(&world);
    let mut now = world::now();
    bencher.bench_local(|| {
        now += SignedDuration::from_millis(1);
        screen.at(now);
    });
}

/// The whole reload that news causes, the store's answers included: four times a second at most.
#[divan::bench(args = [100, 20_000])]
fn store_changed(bencher: Bencher, alerts: u64) {
    let world = world::flood(alerts);
    let mut screen = screen(&world);
    let mut now = world::now();
    bencher.bench_local(|| {
        now += SignedDuration::from_millis(300);
        screen.at(now);
        screen.store_changed();
    });
}

#[divan::bench]
fn first_screen_with_20_000_alerts(bencher: Bencher) {
    let world = world::flood(20_000);
    bencher.bench_local(|| screen(&world).draw().area);
}
