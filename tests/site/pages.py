"""Invented news: whole, honest pages that differ by name."""

from collections.abc import Iterable
from hashlib import sha256
from html import escape

TOWNS = ("Varlen", "Ostrava Bay", "Mirekh", "Tolsund", "Kerrowan", "Balqara", "Nemeth Cross", "Sundhavn")
OFFICES = (
    "harbour board",
    "water authority",
    "school council",
    "transit office",
    "port police",
    "health trust",
)
PEOPLE = ("Ilsa Marrot", "Tarek Halloumi", "Joren Vaik", "Amina Qasri", "Pell Osterby", "Nadia Ferrand")
MATTERS = ("a second ferry line", "new flood gates", "longer library hours", "a tram depot", "cheaper wells")
OPENINGS = (
    "The {office} of {town} approved {matter} on Monday after a debate that ran {hours} hours past midnight.",
    "After {hours} hours of talks, {matter} will come to {town}, its {office} said in a short statement.",
    "{town} is to have {matter}: the {office} voted {votes} to 3 for a plan that had failed twice before.",
)
QUOTES = (
    '"We have waited {votes} years for this and will not wait another winter," {person} told reporters.',
    '{person}, who drafted the plan, said: "Nobody in {town} will lose a home or a job because of it."',
    '"The sums were checked line by line," said {person}, "and they hold even if prices rise again."',
)
COSTS = (
    "The work will cost {cost} million crowns, of which the town pays a third and the county pays the rest.",
    "An estimate of {cost} million crowns, published with the vote, leaves out the price of the land itself.",
    "Critics in the council called the price of {cost} million crowns a guess and asked for a second survey.",
)
PASTS = (
    "A first attempt ended {votes} years ago when the contractor went bankrupt and left the quay half dug.",
    "The idea goes back to the storm that closed the main road to {town} for {hours} days and cut its power.",
    "Residents collected {cost}00 signatures for it last spring, the largest petition the {office} has had.",
)
DOUBTS = (
    "Fishermen fear that dredging will drive the herring from the bay, and have asked the court for a stay.",
    "Shopkeepers near the market worry about {votes} months of closed streets and want to be compensated.",
    "An engineer who read the drawings for this newspaper said the foundations looked too shallow for clay.",
)
ENDINGS = (
    "Digging begins in March, weather permitting, and the {office} will publish its progress every week.",
    "The next public meeting is on the 19th in the old customs hall, where {person} will answer questions.",
    "A final decision on the money rests with the county, which meets again in {hours} weeks.",
)
SHAPES = (OPENINGS, QUOTES, COSTS, PASTS, DOUBTS, ENDINGS)
ARABIC = (
    "أعلن مجلس ميناء بلقارة يوم الاثنين خطة جديدة لتوسيع الرصيف الشرقي بعد نقاش استمر حتى منتصف الليل.",
    "وقالت رئيسة المجلس أمينة القصري إن العمل يبدأ في آذار وينتهي قبل الشتاء المقبل إذا سمح الطقس بذلك.",
    "وتبلغ كلفة المشروع أربعين مليون كرونة تدفع البلدة ثلثها، فيما تتكفل المحافظة بما تبقى من المبلغ.",
    "ويخشى الصيادون أن يبعد الحفر أسراب السمك عن الخليج، وقد طلبوا من المحكمة وقف الأعمال إلى حين.",
)


def frame(title: str, body: str, *, head: str = "", language: str = "en") -> str:
    """A document with what stands in its head besides the title, and its body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<title>{escape(title)}</title>\n{head}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def facts(name: str) -> dict[str, str]:
    """What the page of that name tells."""
    dice = sha256(name.encode()).digest()
    lists = {"town": TOWNS, "office": OFFICES, "person": PEOPLE, "matter": MATTERS}
    told = {key: words[dice[i] % len(words)] for i, (key, words) in enumerate(lists.items())}
    return told | {"hours": str(dice[4] % 7 + 2), "votes": str(dice[5] % 30 + 4), "cost": str(dice[6] + 11)}


def paragraphs(name: str) -> list[str]:
    """Its six paragraphs."""
    dice, told = sha256(name.encode()).digest()[8:], facts(name)
    return [shapes[dice[i] % len(shapes)].format(**told) for i, shapes in enumerate(SHAPES)]


def title_of(name: str) -> str:
    """Its title, with the name at the end."""
    told = facts(name)
    return f"{told['town']} decides on {told['matter']}, report {name}"


def article(name: str = "0", *, after: str = "") -> str:
    """A good article page, with markup after the paragraphs."""
    hour = sha256(name.encode()).digest()[0] % 24
    at = f"2024-12-09T{hour:02}:15:00+00:00"
    return story(title_of(name), facts(name)["person"], at, paragraphs(name), after=after)


def arabic_article() -> str:
    """A good article page in Arabic; no page here says in itself in which charset it is."""
    return story("ميناء بلقارة يتوسع شرقا", "سليم النجار", "2024-12-09T06:15:00+00:00", ARABIC, language="ar")


def story(
    title: str, writer: str, at: str, lines: Iterable[str], *, after: str = "", language: str = "en"
) -> str:
    """An article page with title, author and time in its head and above its paragraphs."""
    head = (
        f'<meta name="author" content="{writer}">\n<meta property="og:type" content="article">\n'
        f'<meta property="og:title" content="{escape(title)}">\n'
        f'<meta property="article:published_time" content="{at}">\n'
    )
    byline = f'<p class="byline">{writer}, <time datetime="{at}">{at[:10]}</time></p>'
    text = "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    body = f"<main><article>\n<h1>{escape(title)}</h1>\n{byline}\n{text}\n{after}</article></main>"
    return frame(title, body, head=head, language=language)
