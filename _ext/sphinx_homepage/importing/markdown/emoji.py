"""The emoji that GitHub's names stand for, as Jekyll's plugin jemoji shows them.  Pure."""

from __future__ import annotations

import unicodedata

# Names of GitHub's that are none of Unicode's.
_NAMES = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "100": "💯",
    "1st_place_medal": "🥇", "airplane": "✈️", "arrow_right": "➡️", "arrow_left": "⬅️",
    "arrow_up": "⬆️", "arrow_down": "⬇️", "balloon": "🎈", "bangbang": "‼️", "bar_chart": "📊",
    "beer": "🍺", "beers": "🍻", "bike": "🚲", "blush": "😊", "book": "📖", "bookmark_tabs": "📑",
    "books": "📚", "boom": "💥", "brain": "🧠", "bug": "🐛", "bulb": "💡", "cake": "🍰",
    "calendar": "📆", "camera": "📷", "chart_with_upwards_trend": "📈", "clap": "👏", "coffee": "☕",
    "computer": "💻", "confetti_ball": "🎊", "cry": "😢", "dart": "🎯", "date": "📅", "dog": "🐶",
    "cat": "🐱", "earth_africa": "🌍", "earth_americas": "🌎", "earth_asia": "🌏", "email": "📧",
    "envelope": "✉️", "exclamation": "❗", "eyes": "👀", "file_folder": "📁", "fire": "🔥",
    "floppy_disk": "💾", "gear": "⚙️", "gem": "💎", "gift": "🎁", "globe_with_meridians": "🌐",
    "grin": "😁", "grinning": "😀", "handshake": "🤝", "heart": "❤️", "heart_eyes": "😍",
    "heavy_check_mark": "✔️", "hourglass": "⌛", "house": "🏠", "hugs": "🤗",
    "information_source": "ℹ️", "innocent": "😇", "joy": "😂", "key": "🔑", "laughing": "😆",
    "link": "🔗", "lock": "🔒", "loudspeaker": "📢", "mag": "🔍", "mailbox": "📫",
    "man_technologist": "👨‍💻", "medal_sports": "🏅", "mega": "📣", "memo": "📝", "microphone": "🎤",
    "microscope": "🔬", "mortar_board": "🎓", "muscle": "💪", "musical_note": "🎵",
    "neutral_face": "😐", "new": "🆕", "newspaper": "📰", "ok_hand": "👌", "open_mouth": "😮",
    "package": "📦", "page_facing_up": "📄", "page_with_curl": "📃", "paperclip": "📎",
    "partying_face": "🥳", "pencil": "📝", "pencil2": "✏️", "phone": "☎️", "point_down": "👇",
    "point_left": "👈", "point_right": "👉", "point_up": "☝️", "pray": "🙏", "pushpin": "📌",
    "question": "❓", "rainbow": "🌈", "raised_hands": "🙌", "red_circle": "🔴", "rocket": "🚀",
    "rofl": "🤣", "round_pushpin": "📍", "running": "🏃", "satisfied": "😆", "school": "🏫",
    "scream": "😱", "scroll": "📜", "seedling": "🌱", "smile": "😄", "smiley": "😃", "smirk": "😏",
    "snake": "🐍", "sob": "😭", "sparkles": "✨", "speech_balloon": "💬", "star": "⭐", "star2": "🌟",
    "star_struck": "🤩", "stuck_out_tongue": "😛", "sunglasses": "😎", "sunny": "☀️",
    "sweat_smile": "😅", "tada": "🎉", "telephone": "☎️", "telescope": "🔭", "thinking": "🤔",
    "trophy": "🏆", "tv": "📺", "two_hearts": "💕", "unlock": "🔓", "upside_down_face": "🙃",
    "us": "🇺🇸", "video_camera": "📹", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅",
    "wink": "😉", "woman_technologist": "👩‍💻", "world_map": "🗺️", "wrench": "🔧",
    "writing_hand": "✍️", "x": "❌", "yum": "😋", "zap": "⚡", "zzz": "💤",
}  # fmt: skip


def emoji(name: str) -> str:
    """Return the emoji that GitHub calls *name*, or an empty string."""
    if name in _NAMES:
        return _NAMES[name]
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
    return sign if unicodedata.category(sign) == "So" else ""
