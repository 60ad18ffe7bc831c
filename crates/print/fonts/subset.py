#!/usr/bin/env python3
"""Cut the two printing faces from their published sources.

    pip download --no-deps pylopdf-fonts-zh-cn==0.1.1        # Regular, OpenType/CFF
    npm pack @expo-google-fonts/noto-sans-sc@0.4.3           # Bold, TrueType
    pip install fonttools==4.68.0
    python3 subset.py DIR_WITH_BOTH_ARCHIVES

What stays: every ideograph of GB 2312, of the basic CJK block and of the
extensions that the source draws (通用规范汉字表 and rare surnames and given
names lie within), Latin, Greek, Cyrillic, kana, and the punctuation and
symbols of GB 2312 and of the templates. What goes: Hangul, and the glyph
variants of other regions, so that no setting can print a Japanese or
Traditional form. Sources are refused when their hashes differ from those below.
"""

import hashlib
import io
import sys
import tarfile
import zipfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WHEEL = "pylopdf_fonts_zh_cn-0.1.1-py3-none-any.whl"
PACK = "expo-google-fonts-noto-sans-sc-0.4.3.tgz"
# archive, member, sha256 of the member, what is written
SOURCES = [
    (WHEEL, "pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf", "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9", "NotoSansSC-Regular.otf"),
    (PACK, "package/700Bold/NotoSansSC_700Bold.ttf", "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96", "NotoSansSC-Bold.ttf"),
]
# Names that a museum has met and that lie outside the basic block.
MUST_PRINT = "𬭎㛃䶮"
BLOCKS = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x0370, 0x04FF), (0x2000, 0x206F), (0x2070, 0x209F),
    (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF),
    (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x27BF), (0x3000, 0x30FF),
    (0x3100, 0x312F), (0x3200, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x323AF),
]


def gb2312():
    """Every character of GB 2312, from Python's own codec."""
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def member(folder, archive, name):
    """One file out of a wheel or an npm archive."""
    path = folder / archive
    if archive.endswith(".whl"):
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(name)
    with tarfile.open(path) as pack:
        return pack.extractfile(name).read()


def cut(data, wanted):
    """The font with only the wanted characters and the features that the templates use."""
    font = TTFont(io.BytesIO(data))
    options = Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.desubroutinize = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    missing = [chr(c) for c in set(gb2312()) | {ord(c) for c in MUST_PRINT} if c not in font.getBestCmap()]
    if missing:
        sys.exit(f"lost by the cut: {missing}")
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue(), len(font.getBestCmap())


def main():
    folder = Path(sys.argv[1])
    here = Path(__file__).parent
    wanted = set(gb2312()) | {c for a, b in BLOCKS for c in range(a, b + 1)}
    for archive, name, sha256, target in SOURCES:
        data = member(folder, archive, name)
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            sys.exit(f"{name}: sha256 {found}, expected {sha256}")
        font, characters = cut(data, wanted)
        (here / target).write_bytes(font)
        print(f"{target}\t{characters} characters\t{len(font)} bytes\tsha256 {hashlib.sha256(font).hexdigest()}")


if __name__ == "__main__":
    main()
