"""Names of the months as news pages write them, in the languages isnad reads."""

NAMES = {
    "en": "january february march april may june july august september october november december",
    "en short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ru nominative": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "ar Egypt": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar Egypt, other spellings": "ينايير فبرايير مارس ابريل مايو يونيه يوليه اغسطس"
    " سبتمبر اكتوبر نوفمبر ديسمبر",
    "ar Levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول"
    " تشرين_الأول تشرين_الثاني كانون_الأول",
    "ar Levant, other spellings": "كانون_ثاني شباط اذار نيسان ايار حزيران تموز اب ايلول"
    " تشرين_اول تشرين_ثاني كانون_اول",
    "ar Maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar Morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
}
JALALI_NAMES = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"


def by_name(*lines: str) -> dict[str, int]:
    """Month numbers by lower-case name."""
    return {
        name.replace("_", " "): number for line in lines for number, name in enumerate(line.split(), start=1)
    }


MONTHS = by_name(*NAMES.values()) | {
    "sept": 9,
    "avr": 4,
    "déc": 12,
    "févr": 2,
    "juil": 7,
    "dez": 12,
    "okt": 10,
}
JALALI = by_name(JALALI_NAMES)
