//! What headlines and texts tell of harm.

use super::{Told, read};
use crate::domain::{Article, Harm};

fn told(killed: u32, hurt: u32) -> Told {
    Told { harm: Harm { killed, hurt }, ..Told::default() }
}

#[test]
fn numbers_near_words_of_harm_are_read_in_seven_languages() {
    for (text, wanted) in [
        ("6 killed in rocket attack", told(6, 0)),
        ("two people were killed and at least 15 wounded", told(2, 15)),
        ("attack kills seven injures 12", told(7, 12)),
        ("dozens hurt in blast", told(0, 24)),
        ("trois morts et cinq blessés", told(3, 5)),
        ("al menos cuatro muertos y 20 heridos", told(4, 20)),
        ("погибли трое пострадали 8 человек", told(3, 8)),
        ("مقتل 5 أشخاص", told(5, 0)),
        ("کشته شدن سه نفر", told(3, 0)),
        ("3 הרוגים", told(3, 0)),
        ("man 24 years old killed", told(0, 0)),
        ("killed in 2019", told(0, 0)),
        ("rocket hits empty house", told(0, 0)),
        ("twenty five killed and sixty hurt", told(25, 60)),
        ("погибли двух человек", told(2, 0)),
        ("مقتل ثلاث نساء", told(3, 0)),
        ("שתי הרוגות", told(2, 0)),
        ("1 200 wounded", told(0, 1_200)),
        ("Death toll rises to 14", told(14, 0)),
        ("Blast claims 14 lives at checkpoint", told(14, 0)),
        ("مقتل ٥ أشخاص", told(5, 0)),
        ("۱۲ کشته در حمله", told(12, 0)),
        ("מניין ההרוגים עלה ל-21", told(21, 0)),
        ("שני הרוגים ושלושה פצועים", told(2, 3)),
        ("21 victimes dans l’attaque", told(21, 0)),
        ("5 víctimas mortales", told(5, 0)),
        ("Ataque mata a 6 guardias", told(6, 0)),
        ("مقتل شخصين وإصابة سبعة", told(2, 7)),
        ("Rocket hits army unit: 5 dead", told(5, 0)),
        ("No end to violence as killings rise to 40", told(40, 0)),
        ("vingt et un tués", told(21, 0)),
        ("treinta y un heridos", told(0, 31)),
        ("two dozen wounded", told(0, 24)),
        ("one hundred and twenty killed", told(120, 0)),
        ("twenty-five dead, no wounded", told(25, 0)),
        ("no deaths, three wounded", told(0, 3)),
        ("no fewer than six killed", told(6, 0)),
        ("Shelling kills six, days after truce", told(6, 0)),
        ("Ministry denies role in attack that killed 20", told(20, 0)),
        ("Взрыв унес жизни 14 человек", told(14, 0)),
    ] {
        assert_eq!(read(text, Some(2026)), wanted, "{text}");
    }
}

#[test]
fn denials_are_read() {
    for text in [
        "no injuries have been reported",
        "caused no casualties",
        "without casualties",
        "aucun blessé",
        "sin heridos",
        "без пострадавших",
        "دون إصابات",
        "ללא נפגעים",
        "crew escaped unhurt",
        "nobody was killed",
        "Жертв нет",
        "пострадавших нет, сообщили в штабе",
        "погибших нет",
        "пострадавших не зафиксировано",
        "L’attaque n’a fait aucune victime",
        "sin víctimas",
        "pas de blessés",
        "The rocket did not cause any casualties",
        "There were no immediate reports of casualties.",
        "לא היו נפגעים",
        "بدون تلفات",
        "army denies that 20 were killed",
        "Ministry denies reports of 20 deaths",
        "Минобороны опровергло сообщения о 20 погибших",
    ] {
        let told = read(text, None);
        assert_eq!((told.denied, told.harm), (true, Harm::default()), "{text}");
    }
}

#[test]
fn the_dead_of_another_time_do_not_count_where_nobody_was_hurt() {
    let of = |body: &str| {
        let article = Article { body: body.into(), ..Article::default() };
        super::told(&article)
    };
    for body in [
        "A shell fell on an empty shed in the port, no injuries. In March one U.S. guard was killed in a raid at Taji.",
        "A shell fell near the gate and no injuries have been reported. Last week police raided an office, whose men had shot at a crowd and killed one in the south.",
    ] {
        assert_eq!((of(body).denied, of(body).harm), (true, Harm::default()), "{body}");
    }
    assert_eq!(of("No injuries at the gate. Two guards were killed at the camp.").harm.killed, 2);
    assert_eq!(of("In March one guard was killed in a raid.").harm.killed, 1);
}

#[test]
fn numbers_of_other_times_are_not_the_events() {
    for text in [
        "rocket hits house in city where 3 000 were killed in 2001",
        "more than 400 people killed since the coup",
        "five killed a decade earlier",
        "12 000 killed in the war",
        "attack recalls siege that killed 52 in 1983",
        "87 civilians killed this year",
        "depuis le début 300 morts",
        "منذ بداية الحرب قتل 40",
    ] {
        assert_eq!(read(text, Some(2026)).harm, Harm::default(), "{text}");
    }
    assert_eq!(read("two killed on 3 march 2026", Some(2026)).harm.killed, 2);
}

#[test]
fn what_is_damaged_is_no_hurt() {
    for text in [
        "۲۰ خودرو آسیب دید",
        "یک برج آسیب دید",
        "سه ساختمان آسیب دید",
        "בית אחד נפגע",
        "שלושה בתים נפגעו",
        "пострадали 12 жилых домов",
        "إصابة 3 منازل",
        "three residential buildings hurt",
        "trois voitures touchées, un immeuble blessé",
    ] {
        assert_eq!(read(text, None).harm, Harm::default(), "{text}");
    }
    assert_eq!(read("۳ نفر آسیب دیدند", None), told(0, 3));
    assert_eq!(read("six killed, buildings hit", None), told(6, 0));
}

#[test]
fn what_might_have_been_is_no_toll() {
    for text in [
        "rocket could have killed 200, minister says",
        "200 could easily have been killed",
        "it would kill thousands or 500",
        "la roquette aurait pu tuer 200 personnes",
        "погибли бы 200 человек",
    ] {
        assert_eq!(read(text, None).harm, Harm::default(), "{text}");
    }
    assert_eq!(read("rocket kills two and could have killed 200", None), told(2, 0));
}

#[test]
fn victims_count_where_nothing_else_is_told() {
    let of = |title: &str, summary: &str| {
        super::told(&Article { title: title.into(), summary: summary.into(), ..Article::default() })
    };
    assert_eq!(of("Blast leaves six victims", "").harm, Harm { killed: 0, hurt: 6 });
    assert_eq!(of("Blast leaves six victims", "Six were killed.").harm.hurt, 0);
    assert_eq!(of("Six victims buried in Erbil", "").harm, Harm::default());
    assert_eq!(of("Anniversary of raid that killed six", "It killed 6.").harm, Harm::default());
}

#[test]
fn each_number_belongs_to_its_own_clause() {
    assert_eq!(read("scores of dead, hundreds hurt", None), told(40, 200));
    assert_eq!(read("Dix-sept morts et dix-neuf blessés", None), told(17, 19));
}

fn of_title(title: &str) -> Harm {
    super::told(&Article { title: title.into(), ..Article::default() }).harm
}

/// The headlines that do not tell of so many dead.
fn other_than<'a>(killed: u32, titles: &[&'a str]) -> Vec<&'a str> {
    let wanted = Harm { killed, hurt: 0 };
    titles.iter().copied().filter(|title| of_title(title) != wanted).collect()
}

#[test]
fn one_dead_whom_no_number_counts_is_one() {
    let titles = [
        "Rocket kills driver at Egyptian embassy in Khartoum",
        "Guard killed as rocket hits US embassy in Baghdad",
        "A guard was killed when a rocket hit the US embassy",
        "Drone kills shepherd in Lebanese village",
        "Security guard killed in shooting outside U.S. consulate",
        "Consul shot dead in Jeddah",
        "Dutch ambassador killed by two gunmen",
        "Two-year-old killed in rocket strike",
        "Rocket attack kills 3rd Brigade commander",
        "Soldier dies after rocket hits base",
        "Gunmen kill Dutch embassy guard",
        "Garde tué par une roquette à l’ambassade",
        "Une roquette tue le consul à Tripoli",
        "Un cohete mata al guardia de la embajada",
        "Muere el cónsul en un ataque con cohetes",
        "При ракетном ударе погибла женщина",
        "Охранник посольства погиб, водитель убит",
        "Ракета убила водителя посольства",
        "مقتل حارس في سقوط صاروخ على السفارة",
        "صاروخ يقتل السفير الهولندي",
        "نگهبان سفارت در حمله راکتی کشته شد",
        "کشته شدن راننده سفارت در حمله",
        "שומר נהרג מפגיעת רקטה בשגרירות",
        "נהרג חייל בירי רקטות",
    ];
    assert_eq!(other_than(1, &titles), Vec::<&str>::new());
    for (title, killed, hurt) in [
        ("הרוג אחד ועשרות פצועים בפגיעת רקטה", 1, 24),
        ("قتيل واحد وعشرات الجرحى في قصف صاروخي", 1, 24),
        ("Rocket kills pregnant woman, wounds her 4 children", 1, 4),
        ("Woman killed and two children hurt as rocket hits house", 1, 2),
        ("Guard killed as three gunmen attack consulate", 1, 0),
        ("Guard killed, six wounded in rocket attack", 1, 6),
        ("ירי רקטות: אישה נהרגה ושני ילדים נפצעו", 1, 2),
        ("Gunman killed at least six in embassy", 6, 0),
        ("Soldier killed two in Erbil", 2, 0),
    ] {
        assert_eq!(of_title(title), Harm { killed, hurt }, "{title}");
    }
}

#[test]
fn persons_beside_words_for_dying_may_live() {
    let titles = [
        "Driver killed the engine before rocket fell",
        "Rocket attack kills hopes of truce",
        "Minister kills bill after rocket attack",
        "Rocket kills guard dog at embassy",
        "Governor kills child benefit plan",
        "Plot to kill ambassador foiled",
        "Guard was not killed, embassy says",
        "Rocket could have killed driver, police say",
        "Guards killed as rocket hits embassy",
        "Killed in rocket attack: what the minister said",
        "Rocket kills near guard post",
        "Actor plays dead soldier in embassy film",
        "محاولة قتل حارس السفارة",
        "Ракета упала, охранник не погиб",
        "שומר לא נהרג מפגיעת רקטה",
    ];
    assert_eq!(other_than(0, &titles), Vec::<&str>::new());
    let of = |summary: &str| {
        let article = Article { summary: summary.into(), ..Article::default() };
        super::told(&article).harm.killed
    };
    assert_eq!(of("A guard was killed at the gate."), 1);
    assert_eq!(of("Nothing fell. Last month a guard was killed at the gate."), 0);
}

#[test]
fn the_dead_of_a_drill_are_none() {
    let titles = [
        "Twenty actors played the dead and wounded in rocket drill",
        "Rocket drill leaves five simulated dead",
        "Exercice : une roquette touche l’ambassade, deux morts simulés",
        "На учениях условно погибли пять человек",
        "رزمایش: حمله راکتی به سفارت با دو کشته فرضی",
    ];
    assert_eq!(other_than(0, &titles), Vec::<&str>::new());
    let titles = [
        "Six boys playing football killed by rocket",
        "Rocket kills six as children play",
        "Six killed by rocket during drill with simulated fire",
    ];
    assert_eq!(other_than(6, &titles), Vec::<&str>::new());
}
