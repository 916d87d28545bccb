"""What sites show in place of a tweet that is gone: never a tweet's text."""

import re

MAX_CHARS = 100

# a short line that has a word for the tweet and one for its being gone, in the languages X's embeds come in
_THING = re.compile(
    r"tweet|twitter|\bpost\b|\bpubli(?:cación|cação|cation)|\bbeitrag|\bgönderi|\bbericht|\bwpis|"
    r"твит|твіт|публикаци|публікаці|запись|допис|пост\b|"
    r"تغريد|منشور|توییت|توئیت|پست|ٹویٹ|پوسٹ|ציוץ|פוסט|ツイート|ポスト|投稿|推文|推特|帖子|트윗|게시물|ट्वीट|पोस्ट",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:deleted|removed|unavailable|(?:not|no longer) available|does(?:n't| not) exist|"
    r"gelöscht|entfernt|nicht (?:mehr )?verfügbar|"
    r"supprimée?|(?:pas|plus|in)\s?disponible|"
    r"eliminad[oa]|borrad[oa]|no (?:está|se encuentra) disponible|ya no está disponible|"
    r"excluíd[oa]|removid[oa]|apagad[oa]|não está (?:mais )?disponível|indisponível|"
    r"eliminato|rimosso|cancellato|non (?:è )?(?:più )?disponibile|"
    r"verwijderd|niet (?:meer )?beschikbaar|"
    r"silin(?:di|miş|mi)\w*|kullanılamıyor|kaldırıl\w+|mevcut değil|"
    r"usunięt[yae]|niedostępn[yae]|dihapus|tidak tersedia)\b|"
    r"удал[её]н|недоступ|видален|"
    r"حذف|محذوف|غير متاح|غير متوفر|لم تعد متاحة|لم يعد متاح|"
    r"در دسترس نیست|دستیاب نہیں|נמחק|לא זמינ?|"
    r"削除|存在しません|表示できません|不可用|已被?删除|已被?刪除|不存在|無法|삭제|사용할 수 없|"
    r"उपलब्ध नहीं|हटा",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a text without an attribution says that a tweet is gone."""
    return len(text) <= MAX_CHARS and _THING.search(text) is not None and _GONE.search(text) is not None
