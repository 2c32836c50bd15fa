"""How every verb says what it has done."""

import argparse
import json
from typing import Any

DONE, TO_ACT = 0, 1


def say(arguments: argparse.Namespace, document: Any, lines: list[str]) -> int:
    """Print one JSON document where it is asked for, else the lines."""
    if arguments.json:
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines))
    return DONE
