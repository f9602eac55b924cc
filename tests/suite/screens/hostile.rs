//! Headlines that try to move the cursor, the rows or the reader.

use wirewatch::domain::Severity;

use super::{TERMS, Tale, World, first_minute, tell};

/// Headlines as an attacker would write them.
pub fn hostile() -> World {
    let world = first_minute();
    let long = "rocket ".repeat(140);
    let tower = format!("Rocke{} fire", "t\u{301}\u{302}\u{303}".repeat(40));
    let titles: [&str; 8] = [
        "Rocket \u{1b}[2J\u{1b}]0;owned\u{7} fire \u{9b}31m at embassy",
        "Embassy \u{202e}tekcor\u{202c} \u{2066}closed\u{2069} \u{200b}\u{feff}today",
        "👩\u{200d}🚒👨\u{200d}👩\u{200d}👧\u{200d}👦 rocket ❤\u{fe0f} 🇮🇶 🏳\u{fe0f}\u{200d}🌈 embassy",
        &long,
        &tower,
        "火箭弹袭击使馆附近，无人伤亡，军方称正在调查此事并加强警戒，居民被要求留在室内",
        "السفارة الأمريكية: إطلاق صاروخ 12 \u{200f}على rocket المنطقة الخضراء في بغداد",
        "rocket\tfire\nat\r\nthe embassy",
    ];
    for (number, title) in titles.into_iter().enumerate() {
        let minutes = i64::try_from(number).unwrap() * 5 + 1;
        let reports = [("Wire\u{1b}[31m", "Wire", minutes, title, title)];
        let tale = Tale {
            number: 50 + number as u64,
            severity: Severity::ALL[number % 4],
            score: 50,
            reason: "rocket 50",
            watches: &["rocket", "embassy"],
            terms: TERMS,
            reports: &reports,
        };
        tell(world.store.as_ref(), &tale);
    }
    world
}
