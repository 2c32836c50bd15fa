"""Text as every file this program writes can hold it."""

_KEPT = "\n\t"
_DROPPED = {
    code: None
    for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    if chr(code) not in _KEPT
}


def storable(text: str) -> str:
    """The text with its line ends as line feeds, without characters that XML cannot hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
