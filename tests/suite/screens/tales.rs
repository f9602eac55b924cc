//! What happened on the afternoon: invented reports around the facts of 19 May 2020.

use wirewatch::domain::Severity;

use super::Tale;

const BAGHDAD: &str = "A Katyusha rocket hit an empty house inside the Green Zone early on Tuesday, not far from the US Embassy, the military said.\nNo one was hurt. Sirens sounded in the embassy compound after the rocket came down some 300 metres from its wall, two Iraqi officials said on condition of anonymity.\n\nNo group claimed the attack; past attacks were blamed on Kata’ib Hezbollah, an Iraqi militia backed by Iran. The rocket was launched from a district in the east of the capital, a security statement said, and a search for those who fired it was under way.\n\nIt was the first such attack in three weeks. Washington has threatened to close the embassy if the fire does not stop.";

/// The terms that are painted.
pub const TERMS: &[(&str, &str)] = &[
    ("rocket", "Katyusha rocket"),
    ("rocket", "rocket"),
    ("rocket", "Rocket"),
    ("rocket", "Katyusha"),
    ("embassy", "US Embassy"),
    ("embassy", "embassy"),
    ("embassy", "Embassy"),
    ("embassy", "Consulate"),
    ("embassy", "consulate"),
    ("militia", "Kata’ib Hezbollah"),
    ("militia", "militia"),
    ("militia", "Gunmen"),
    ("militia", "gunmen"),
    ("militia", "fighters"),
];

/// The stories of the afternoon.
#[allow(clippy::too_many_lines, reason = "a table of stories")]
pub fn tales() -> Vec<Tale<'static>> {
    let tale = |number, (severity, score): (Severity, i32), reason, watches, reports| Tale {
        number,
        severity,
        score,
        reason,
        watches,
        terms: TERMS,
        reports,
    };
    vec![
        tale(
            1,
            (Severity::Flash, 96),
            "rocket 30 + embassy 12 + militia 12 + close 10 + title 15 + terms 9 + origins 8 + wire 5 − no injuries 4 − cap 1",
            &["rocket", "embassy", "militia"],
            &[
                ("AP", "AP", 11, "Rocket hits near US Embassy in Baghdad, military says", BAGHDAD),
                (
                    "Reuters",
                    "Reuters",
                    9,
                    "Rocket lands in Baghdad’s Green Zone, no casualties",
                    "A rocket landed in the fortified Green Zone of the Iraqi capital, two security sources said.",
                ),
                (
                    "INA",
                    "INA",
                    6,
                    "Security Media Cell: Katyusha rocket falls on empty house",
                    "The cell said in a statement that a Katyusha rocket fell without casualties.",
                ),
                (
                    "American Military News",
                    "AP",
                    2,
                    "Rocket hits near US Embassy in Baghdad, Iraq",
                    BAGHDAD,
                ),
            ],
        ),
        tale(
            2,
            (Severity::Immediate, 71),
            "embassy 40 + title 15 + lead 6 + terms 6 + wire 5 − cap 1",
            &["embassy"],
            &[
                (
                    "Tolo",
                    "Tolo",
                    24,
                    "Consulate in Herat closes after threats",
                    "The consulate suspended its services on Tuesday after what it called specific threats.",
                ),
                (
                    "AFP",
                    "AFP",
                    17,
                    "Consulate in Herat shuts its doors \u{2014} staff moved to Kabul",
                    "Staff of the consulate were flown to Kabul, a diplomat said.",
                ),
            ],
        ),
        tale(
            3,
            (Severity::Immediate, 64),
            "militia 30 + rocket 12 + title 15 + terms 3 + harm 4",
            &["militia", "rocket"],
            &[(
                "Rudaw",
                "Rudaw",
                38,
                "Gunmen seize checkpoint north of Kirkuk, two soldiers hurt",
                "Gunmen overran a checkpoint and fired rocket-propelled grenades, police said.",
            )],
        ),
        tale(
            4,
            (Severity::Priority, 52),
            "rocket 30 + title 15 + terms 3 + harm 4",
            &["rocket"],
            &[(
                "Al Jazeera",
                "Al Jazeera",
                47,
                "سقوط صاروخ كاتيوشا قرب السفارة الأميركية في بغداد",
                "قال الجيش العراقي إن صاروخا سقط في المنطقة الخضراء دون إصابات.",
            )],
        ),
        tale(
            5,
            (Severity::Priority, 47),
            "embassy 25 + title 15 + wire 5 + terms 2",
            &["embassy"],
            &[(
                "Kyodo",
                "Kyodo",
                66,
                "バグダッドの米大使館付近にロケット弾、死傷者なし──イラク軍が発表",
                "イラクの首都バグダッドで19日、米大使館の近くにロケット弾が着弾した。",
            )],
        ),
        tale(
            6,
            (Severity::Priority, 44),
            "militia 20 + title 15 + terms 9",
            &["militia"],
            &[
                (
                    "TASS",
                    "TASS",
                    95,
                    "Боевики обстреляли блокпост к северу от Киркука",
                    "Двое военных получили ранения.",
                ),
                (
                    "BBC",
                    "Reuters",
                    80,
                    "Militia fighters parade in Basra as talks stall",
                    "Militia fighters paraded through the port city.",
                ),
            ],
        ),
        tale(
            7,
            (Severity::Routine, 31),
            "embassy 25 + lead 6",
            &["embassy"],
            &[(
                "FCDO",
                "FCDO",
                140,
                "Travel advice: Iraq — still current, updated embassy contact details",
                "The embassy in Baghdad has changed its telephone number.",
            )],
        ),
        tale(
            8,
            (Severity::Routine, 22),
            "rocket 30 + title 15 − anniversary 20 − age 3",
            &["rocket"],
            &[(
                "Dawn",
                "Dawn",
                260,
                "Ten years on: the night of the rocket fire remembered",
                "A memorial was held for those killed by rocket fire.",
            )],
        ),
        tale(
            9,
            (Severity::Immediate, 66),
            "militia 30 + title 15 + terms 9 + harm 12",
            &["militia"],
            &[(
                "EFE",
                "EFE",
                170,
                "Militia ambush kills three near Tikrit",
                "Three were killed when fighters of a militia opened fire.",
            )],
        ),
        tale(
            10,
            (Severity::Priority, 41),
            "rocket 30 + lead 6 + wire 5",
            &["rocket"],
            &[(
                "AFP",
                "AFP",
                320,
                "Sirens in Ashkelon, one rocket intercepted",
                "One rocket was intercepted, the army said.",
            )],
        ),
        tale(
            11,
            (Severity::Routine, 0),
            "",
            &[],
            &[(
                "BBC",
                "BBC",
                30,
                "Oil ministers meet in Vienna",
                "Ministers met to talk about output.",
            )],
        ),
    ]
}
