//! Credits in the forms of seven languages, and names that credit nothing.

use super::{Credits, author, credits};

#[test]
fn credits_in_many_forms_name_their_agency() {
    for (text, agency) in [
        ("BAGHDAD (AP) — A rocket landed", "AP"),
        ("AP: Rocket lands near embassy", "AP"),
        ("ТАСС: ракета упала у посольства", "TASS"),
        ("رويترز: سقوط صاروخ قرب السفارة", "Reuters"),
        ("رویترز: اصابت راکت", "Reuters"),
        ("רויטרס: רקטה נפלה ליד השגרירות", "Reuters"),
        ("Reuters : une roquette est tombée", "Reuters"),
        ("БАГДАД, 3 мар - РИА Новости. Ракета упала", "RIA Novosti"),
        ("EFE. Varios proyectiles cayeron", "EFE"),
        ("Rocket lands near embassy (Reuters)", "Reuters"),
        ("Beyrouth (AFP) - Des roquettes", "AFP"),
        ("BEIRUT, April 6 (Reuters) - Rockets", "Reuters"),
        ("AFP - Des roquettes ont été tirées", "AFP"),
        ("a statement reported by the Associated Press.", "AP"),
        ("two officials told Reuters on Thursday", "Reuters"),
        ("sources tell Reuters", "Reuters"),
        ("Reuters has learned", "Reuters"),
        ("The Associated Press contributed to this report.", "AP"),
        ("IRNA state news agency reported", "IRNA"),
        ("Two were hurt, the AP reported.", "AP"),
        ("officials told the AP that", "AP"),
        ("Guards fled, according to AP.", "AP"),
        ("a Reuters witness saw smoke", "Reuters"),
        ("Reuters journalists heard blasts", "Reuters"),
        ("the radio said, citing Reuters", "Reuters"),
        ("Smoke over the port (Reuters, AP)", "Reuters"),
        ("Smoke over the port. (AFP/Reuters)", "AFP"),
        ("© 2026 AFP", "AFP"),
        ("Two were hurt. (Reporting by Jane Doe; Reuters)", "Reuters"),
        ("Two hurt. (Reporting by Jane Doe and John Roe; editing by Ann Poe; Reuters)", "Reuters"),
        ("Rockets fall near airport - Reuters", "Reuters"),
        ("Rockets fall near airport: AFP", "AFP"),
        ("state media SANA said", "SANA"),
        ("Two were killed, Fars reported.", "Fars"),
        ("the state news agency SANA has it", "SANA"),
        ("a déclaré à l'AFP un témoin", "AFP"),
        ("selon l’AFP, deux blessés", "AFP"),
        ("según EFE, no hubo heridos", "EFE"),
        ("contaron a EFE fuentes del puerto", "EFE"),
        ("dijo a la agencia EFE", "EFE"),
        ("informa EFE", "EFE"),
        ("сообщает РИА Новости со ссылкой", "RIA Novosti"),
        ("взрыв в порту, со ссылкой на Reuters", "Reuters"),
        ("сообщает агентство Рейтер", "Reuters"),
        ("сообщает агентство «Рейтер»", "Reuters"),
        ("بحسب رويترز", "Reuters"),
        ("نقلا عن رويترز", "Reuters"),
        ("قال مسؤول لرويترز إن", "Reuters"),
        ("قال مسؤول لوكالة رويترز", "Reuters"),
        ("به نقل از رویترز", "Reuters"),
        ("به گزارش خبرگزاری رویترز", "Reuters"),
        ("לפי סוכנות רויטרס", "Reuters"),
        ("גורם אמר לרויטרס", "Reuters"),
    ] {
        assert_eq!(credits(text, 0), Credits { agency: Some(agency), outlet: None }, "{text}");
    }
}

#[test]
fn whom_others_quote_is_an_outlet() {
    for (text, outlet) in [
        ("Two officials told CNN that", "cnn.com"),
        ("CNN: rocket hits port", "cnn.com"),
        ("Rocket hit the port, BBC reported", "bbc.com"),
        ("according to Axios", "axios.com"),
        ("the New York Times reported on Friday", "nytimes.com"),
        ("a drone fell, Mehr reported", "mehrnews.com"),
        ("according to the semi-official Mehr news agency", "mehrnews.com"),
        ("Israel's Channel 12 reports", "mako.co.il"),
        ("selon Le Monde", "lemonde.fr"),
        ("según el diario El País", "elpais.com"),
        ("пишет газета Washington Post", "washingtonpost.com"),
        ("نقلا عن قناة الجزيرة", "aljazeera.com"),
        ("Rockets fall near airport - The Washington Post", "washingtonpost.com"),
    ] {
        let wanted = Credits { agency: None, outlet: Some(outlet) };
        assert_eq!(credits(text, 512), wanted, "{text}");
        assert_eq!(credits(text, 0).outlet, None, "{text}");
    }
}

#[test]
fn names_that_credit_nothing_are_left() {
    for text in [
        "The ship is seen. (William West/AFP via Getty Images)",
        "The ship is seen. (AP Photo/Jane Doe)",
        "The ship is seen. Jane Doe/AFP/Getty Images",
        "Shares of Thomson Reuters rose",
        "officials told reporters",
        "Two hurt. (Reporting by Jane Doe, a former Reuters editor)",
        "A CNN crew was hit by a rocket",
        "دفاعا عن الجزيرة",
        "Kansas said no",
        "A look at Reuters: how it works",
        "He left AFP. Rockets fell",
        "according to Fars province officials",
        "A bus fell off a road in Fars on Friday",
        "الوفاة بحسب وفاة",
        "",
    ] {
        assert_eq!(credits(text, 512), Credits::default(), "{text}");
    }
}

#[test]
fn an_authors_line_names_its_agency() {
    assert_eq!(author("Jane Doe, Associated Press"), Some("AP"));
    assert_eq!(author("AFP"), Some("AFP"));
    assert_eq!(author("CNN staff"), None);
}
