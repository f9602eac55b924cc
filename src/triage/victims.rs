//! Whom an attack was meant for, by what they do, in the languages of the feeds: a priest, a judge, doctors. Two
//! attacks in one city are told apart by it; see `deeds`.

/// Rows: the name, then words as in `concepts`.
#[rustfmt::skip]
pub(super) const VICTIMS: &[(&str, &str)] = &[
    ("pupils", "pupil|pupils|student|students|schoolgirl*|schoolboy*|schoolchildren|élève*|étudiant*|lycéen*|alumno*|estudiante*|школьник*|ученик*|учениц*|студент*|طالب|طلاب|تلاميذ|تلميذ*|طالبات|دانش آموز|دانش آموزان|دانشجو*|תלמיד*|סטודנט*"),
    ("clergy", "priest|priests|cleric|clerics|imam|imams|bishop|bishops|nun|nuns|monk|monks|rabbi|rabbis|prêtre*|évêque*|religieuse*|sacerdote*|obispo*|monja*|священник*|епископ*|монах*|имама|كاهن|كهنة|قسيس*|رجل دين|راهبات|روحانی*|کشیش*|כומר|אימאם|רבנים"),
    ("doctors", "doctor|doctors|nurse|nurses|medic|medics|paramedic*|médecin*|infirmi*|médico|médicos|médica|médicas|enfermer*|врач*|медик*|медсестр*|طبيب|طبيبا|أطباء|طبيبة|ممرض*|مسعف*|پزشک*|پرستار*|רופא*|חובש*|פרמדיק*"),
    ("judges", "judge|judges|prosecutor*|magistrate*|lawyer|lawyers|juge|juges|procureur*|avocat*|juez|jueza|jueces|fiscal|fiscales|abogad*|судья|судью|судьи|прокурор*|следовател*|адвокат*|قاض|قاضي|قاضيا|قضاة|محام|محامي|محاميا|دادستان*|שופט|שופטת|שופטים|תובע"),
    ("politicians", "senator*|lawmaker*|mayor|mayors|governor*|councillor*|député*|sénateur*|maire|gouverneur*|diputad*|senador*|alcald*|gobernador*|concejal*|депутат*|сенатор*|мэр|мэра|губернатор*|نائب|نائبا|برلماني|برلمانيا|عمدة|سناتور*|فرماندار*|סנאטור*"),
    ("journalists", "journalist*|reporter*|cameraman|periodista*|журналист*|корреспондент*|صحفي*|صحافي*|خبرنگار*|עיתונאי*"),
    ("engineers", "engineer|engineers|ingénieur*|ingenier*|инженер*|مهندس*|מהנדס*"),
    ("traders", "businessman|businessmen|merchant|merchants|comerciante*|empresari*|commerçant*|бизнесмен*|предпринимател*|تاجر|تجار|بازرگان*|איש עסקים"),
    ("farmers", "farmer*|herder*|shepherd*|agriculteur*|éleveur*|berger*|campesin*|granjer*|ganader*|фермер*|пастух*|مزارع|مزارعا|مزارعين|رعاة|کشاورز*|چوپان*|חקלאי*|רועה"),
    ("tourists", "tourist*|touriste*|turista*|турист*|سائح*|سياح|گردشگر*|תייר*"),
];
