"""``python -m tests.docs``: write the generated parts of the documentation anew."""

from __future__ import annotations

from pathlib import Path

from tests.docs import generated, surplus


def main() -> None:
    """Write what has changed, and name it."""
    root = Path(__file__).parents[2]
    texts = generated(root)
    for page, text in texts.items():
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
            print(f"written  {page.relative_to(root)}")
    for page in surplus(root, texts):
        page.unlink()
        print(f"removed  {page.relative_to(root)}")


if __name__ == "__main__":
    main()
