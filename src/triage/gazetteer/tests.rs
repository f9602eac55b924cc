//! Places are found by any of their names.

use super::{named, split};
use crate::text::fold::fold;

#[test]
fn places_are_known_in_many_languages() {
    for (text, wanted) in [
        ("Rocket hits near US Embassy in Baghdad’s Green Zone", &["baghdad", "green-zone"][..]),
        ("В Багдаде ракета упала в «зеленой зоне»", &["baghdad", "green-zone"]),
        ("سقوط صاروخ داخل المنطقة الخضراء وسط بغداد", &["green-zone", "baghdad"]),
        ("אזעקות באשקלון", &["ashkelon"]),
        ("Un cohete impactó en la Zona Verde de Bagdad", &["green-zone", "baghdad"]),
        ("Drone hits Tower 22", &["tower-22"]),
        ("Drone kills four in Binyamina", &["binyamina"]),
        ("מטוס ללא טייס פגע בבנימינה", &["binyamina"]),
        ("Дроны ударили по Туле и Хайфу", &["tula-city", "haifa"]),
        ("Взрыв в Басре", &["basra"]),
        ("Дроны атаковали аэропорт Порт-Судана", &["port-sudan"]),
        ("انفجار في سلطنة عمان", &["oman"]),
        ("هجوم على الفجيرة", &["fujairah"]),
        ("Attaque à Téra", &["tillaberi"]),
        ("Tyre Nichols lawyers speak", &[]),
        ("Drone hits car near Tyre, two wounded", &["tyre"]),
        ("Tyre hit by drone", &["tyre"]),
        ("רקטות נורו לתל אביב", &["tel-aviv"]),
        ("טיל נפל סמוך לנתב\"ג", &["ben-gurion-airport"]),
        ("Ataque al consulado turco en Salónica", &["thessaloniki"]),
        ("إطلاق نار في عوكر", &["awkar"]),
        ("Tank engine", &[]),
    ] {
        let folded = fold(text);
        let places: Vec<&str> =
            named(&split(folded.text().trim(), 99)).into_iter().map(|(p, _)| p).collect();
        assert_eq!(places, wanted, "{text}");
    }
}
