//! Numbers that belong to names, and the dead and hurt that are told beside them, in seven languages.

use crate::domain::{Article, Harm};
use crate::triage::harm::told;

/// The headlines that tell of other harm than they should: text, killed, hurt.
fn wrong(cases: &[(&'static str, u32, u32)]) -> Vec<(&'static str, Harm)> {
    let harm = |title: &str| told(&Article { title: title.into(), ..Article::default() }).harm;
    let told = cases
        .iter()
        .map(|(title, killed, hurt)| (*title, harm(title), Harm { killed: *killed, hurt: *hurt }));
    told.filter(|(_, harm, wanted)| harm != wanted).map(|(title, harm, _)| (title, harm)).collect()
}

#[test]
fn a_number_of_a_name_is_no_toll() {
    let cases = [
        ("Drone attack on Tower 22 kills three US soldiers", 3, 0),
        ("Strike by Shahed 136 kills two in Odesa", 2, 0),
        ("Shahed-136 hits house, two killed", 2, 0),
        ("Rocket attack near Highway 60 wounds two", 0, 2),
        ("Rocket attack on Camp 22 wounded soldiers", 0, 0),
        ("Rocket attack on Camp 4 kills one", 1, 0),
        ("Drone attack on Camp Ashraf 3 kills two", 2, 0),
        ("Mortar fire near Gate 3 wounds two", 0, 2),
        ("Car bomb on Route 4 kills two in Mogadishu", 2, 0),
        ("F-16 strike kills four in village", 4, 0),
        ("Grad BM-21 fire kills woman in Donetsk", 1, 0),
        ("Blast at Mine 7 injured dozens", 0, 24),
        ("Shells hit School 19, five wounded", 0, 5),
        ("אישה נפצעה בקריית שמונה מירי רקטות", 0, 0),
        ("ירי רקטות על באר שבע: אישה נהרגה", 1, 0),
        ("בקריית שמונה נפצעו שלושה מירי רקטות", 0, 3),
        ("ירי רקטות על כביש 6 הרג אישה", 1, 0),
        ("Ракетой Искандер 9 убита женщина", 1, 0),
        ("נפגעים בבאר־שבע במטח רקטות", 0, 0),
        ("При ударе Х-101 погибли трое", 3, 0),
        ("Удар ракетой Х-59, погиб мужчина", 1, 0),
        ("Удар С-300 по Харькову: погибли двое", 2, 0),
        ("Удар беспилотников «Герань-2»: погибла женщина", 1, 0),
        ("هجوم صاروخي على الطريق 60 وإصابة شخصين", 0, 2),
        ("حمله موشکی: در هفت تپه زخمی شدند", 0, 0),
        ("حمله با پهپاد شاهد ۱۳۶ دو کشته داد", 2, 0),
        ("Ataque con cohetes en Tres Cruces, varios heridos", 0, 0),
        ("Ataque con drones en el kilómetro 12 deja dos muertos", 2, 0),
        ("Tirs de roquettes sur la route 7 : un blessé", 0, 1),
        ("Frappe près de Trois-Rivières : des blessés", 0, 0),
        ("Rocket attack in Gaza 20 killed", 20, 0),
        ("Strike on army base 12 dead, medics say", 12, 0),
        ("ROCKET ATTACK ON KIRKUK BASE KILLS 12", 12, 0),
        ("Five Killed In Attack On Camp 9", 5, 0),
        ("Attack by Taliban 7 soldiers dead", 7, 0),
        ("עלה ל-21 מספר ההרוגים", 21, 0),
    ];
    assert_eq!(wrong(&cases), []);
}

#[test]
fn a_part_of_those_who_were_counted_is_not_all_of_them() {
    let cases = [
        ("شش تن از جمله دو کودک در حمله کشته شدند", 6, 0),
        ("Six people, including two children, killed in strike", 6, 0),
        ("Six killed, including two children, and four wounded", 6, 4),
        ("Nine people including two women and three children killed", 9, 0),
        ("Six morts, dont deux enfants, et trois blessés", 6, 3),
        ("Seis personas, entre ellas dos niños, murieron", 6, 0),
        ("Погибли шесть человек, в том числе двое детей", 6, 0),
        ("مقتل ستة أشخاص بينهم طفلان", 6, 0),
        ("שישה בני אדם, בהם שני ילדים, נהרגו", 6, 0),
        ("Two killed, including a child, and seven wounded", 2, 7),
    ];
    assert_eq!(wrong(&cases), []);
}
#[test]
fn a_number_of_a_name_is_no_toll_in_headlines_that_were_held_back() {
    let cases = [
        ("Drone hits Outpost 14, two troops wounded", 0, 2),
        ("Geran-2 drone kills pensioner in Sumy", 1, 0),
        ("Missile slams into Building 5 of plant, kills nine", 9, 0),
        ("Gunmen ambush bus on Interstate 10, four dead", 4, 0),
        ("Roadside bomb on Kilometre 45 road kills colonel", 1, 0),
        ("Mortars strike Block 17, wounding six", 0, 6),
        ("Soldiers of Battalion 47 killed in drone strike", 0, 0),
        ("Strike on Hill 402 leaves three dead", 3, 0),
        ("Su-25 shot down, pilot killed", 1, 0),
        ("Hezbollah fires Fajr 5 rockets, woman hurt in Safed", 0, 0),
        ("Attack on Flight 370 crew injured two", 0, 2),
        ("Qassam 3 rocket wounds farmer", 0, 0),
        ("Rockets hit Terminal 2, one worker killed", 1, 0),
        ("Rocket fire on Beer Sheva: ten hurt", 0, 10),
        ("בן 40 נפצע בקרית שמונה מפגיעת רקטה", 0, 0),
        ("הרוגים בבאר שבע במטח טילים", 0, 0),
        ("שלושה נפצעו ברחוב 12 מרקטה", 0, 3),
        ("טיל מסוג שאהד-136 הרג שניים", 2, 0),
        ("מטח לבאר שבע, שבעה פצועים", 0, 7),
        ("Обстрел: в школе № 12 ранены дети", 0, 0),
        ("Взрыв на трассе 66, погибли пятеро", 5, 0),
        ("Из Су-34 сбросили бомбу, ранены трое", 0, 3),
        ("БПЛА Молния-2 ударил по дому 14, пострадал мужчина", 0, 0),
        ("قصف المخيم 5: مقتل امرأة", 1, 0),
        ("هجوم بطائرة شاهد-136 يقتل ثلاثة", 3, 0),
        ("جرحى في انفجار بالشارع 40", 0, 0),
        ("انفجار در جاده ۱۲ پنج کشته داد", 5, 0),
        ("حمله به تیپ ۶۵، دو سرباز کشته شدند", 2, 0),
        ("Ataque en la calle 13 deja cuatro heridos", 0, 4),
        ("Explosión en la Ruta 9: muere un chofer", 1, 0),
        ("Attaque au camp 3 : deux soldats tués", 2, 0),
        ("Bombardement de Quatre-Bornes, des morts", 0, 0),
        ("Obús cae en Cuatro Caminos, muere una mujer", 1, 0),
        ("Attack in Baghdad 14 wounded, says police", 0, 14),
        ("On Tuesday 12 were killed in Herat", 12, 0),
        ("Rocket hits barracks; at least 30 injured", 0, 30),
        ("Eight people, among them three nurses, died in the blast", 8, 0),
        ("Dix blessés, dont deux graves, après une explosion", 0, 10),
        ("إصابة عشرة بينهم ثلاثة أطفال بقصف", 0, 10),
        ("Четверо раненых, включая двух детей", 0, 4),
        ("Siete muertos, incluidos dos menores", 7, 0),
    ];
    assert_eq!(wrong(&cases), []);
}
