//! Who denies that he was hit, in seven languages, and denials that leave the attack as it is told.

use crate::domain::Article;
use crate::triage::corrections::Amends;
use crate::triage::manner::Manner;

fn amends(title: &str) -> Option<Amends> {
    let article = Article { title: title.into(), ..Article::default() };
    Manner::of(&article).amends
}

#[test]
fn those_who_would_have_been_hit_deny_the_attack() {
    for title in [
        "Dutch foreign ministry denies embassy in Tripoli was hit by rockets",
        "Embassy denies it was hit by rockets in Tripoli",
        "Embassy in Tripoli denies rocket attack",
        "China says no explosion at its embassy in Islamabad",
        "Libyan police say no rocket hit embassy in Tripoli",
        "No rocket attack on embassy in Doha, ministry says",
        "No truth to reports of rocket attack on embassy in Doha, ministry says",
        "False alarm: no rocket hit embassy",
        "Reports of rocket attack on Dutch embassy in Tripoli false, police say",
        "Reports of rocket attack on embassy are not true, ministry says",
        "La Haye dément toute attaque à la roquette contre son ambassade à Tripoli",
        "L’ambassade dément avoir été visée par des roquettes à Tripoli",
        "La Haya niega un ataque con cohetes contra su embajada en Trípoli",
        "La embajada niega haber sido atacada con cohetes en Trípoli",
        "Los informes de un ataque con cohetes a la embajada son falsos, dice la policía",
        "МИД Нидерландов опроверг ракетный удар по посольству в Триполи",
        "Ракетного удара по посольству в Триполи не было, заявили в МИД",
        "Сообщения об ударе по посольству ложные, заявила полиция",
        "الخارجية الهولندية تنفي استهداف سفارتها في طرابلس بصواريخ",
        "أنباء الهجوم على السفارة في طرابلس كاذبة",
        "وزارت خارجه هلند حمله به سفارت خود در طرابلس را تکذیب کرد",
        "משרד החוץ ההולנדי מכחיש ירי רקטות על שגרירותו בטריפולי",
    ] {
        assert_eq!(amends(title), Some(Amends::Denial), "{title}");
    }
}

#[test]
fn who_denies_something_else_leaves_the_attack_as_it_is() {
    for title in [
        "Iran denies it carried out the attack on US embassy in Baghdad",
        "Iranian foreign ministry denies rocket attack on US embassy in Baghdad",
        "Minister denies embassy closed after rocket attack",
        "Russia denies embassy in Kabul will close after attack by gunmen",
        "Embassy denies role in rocket attack",
        "Embassy denies it was warned of rocket attack",
        "Embassy denies staff fled after rocket attack",
        "Dutch foreign ministry denies embassy in Tripoli was hit by its own drone",
        "Dutch foreign ministry denies second rocket attack on its embassy",
        "Rockets hit Dutch embassy, ministry denies ambassador was there",
        "Rocket attack kills two at embassy, police deny reports of second blast false",
        "Militia says no rocket of its own hit embassy",
        "Police say no explosives found after rocket attack on embassy",
        "Army says no drones intercepted before rocket hit embassy",
        "Ambassador says no rocket will stop embassy from working",
        "China says no citizens hurt in explosion at its embassy",
        "Tehran says no missile of ours struck the embassy",
        "Iran says no attack on embassy will go unanswered",
        "Une milice dément avoir visé l’ambassade des Pays-Bas à Tripoli",
        "Irán niega haber atacado la embajada de Estados Unidos",
        "МИД Ирана опроверг удар по посольству США в Багдаде",
        "Пострадавших при ударе по посольству не было",
        "طهران تنفي استهداف السفارة الأمريكية في بغداد",
        "איראן מכחישה ירי רקטות על שגרירות ארצות הברית בבגדאד",
        "سپاه حمله به سفارت آمریکا در بغداد را تکذیب کرد",
    ] {
        assert_eq!(amends(title), None, "{title}");
    }
}
