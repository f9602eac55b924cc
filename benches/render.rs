//! How long a frame takes: the whole screen drawn into a buffer, with few and with many alerts.
//!
//! `load` is the part that runs off the screen's task: the answer to "what is on the list now".

use divan::Bencher;
use wirewatch::dashboard::{Look, Screen};

#[path = "../tests/suite/screens/world.rs"]
mod world;

fn main() {
    divan::main();
}

fn screen(world: &world::World, size: (u16, u16)) -> Screen {
    Screen::new(world.handle.clone(), &Look::default(), world::now(), size).expect("a usable look")
}

#[divan::bench]
fn frame_160x48(bencher: Bencher) {
    let mut screen = screen(&world::afternoon(), (160, 48));
    bencher.bench_local(|| screen.draw().area);
}

#[divan::bench]
fn frame_200x60_with_many_alerts_stored(bencher: Bencher) {
    let count = std::env::var("WIREWATCH_ALERTS").ok().and_then(|text| text.parse().ok());
    let mut screen = screen(&world::flood(count.unwrap_or(100_000)), (200, 60));
    bencher.bench_local(|| screen.draw().area);
}

#[divan::bench]
fn key_to_frame_200x60(bencher: Bencher) {
    let mut screen = screen(&world::flood(2_000), (200, 60));
    bencher.bench_local(|| {
        screen.press("j");
        screen.draw().area
    });
}
