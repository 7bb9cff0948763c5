"""What a template leaves in a document: placeholders, blanks, options and instructions.

Each pattern asks for what only a template has: an option stands before a number, a blank before a
mark of punctuation, an instruction is told to whoever fills in. The same words are right in a
heading (收入增加（减少）情况), in a note on units (金额单位为万元) or in a rule that a department
sets for others (要求各单位根据实际情况修改绩效目标).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji import regex

_INNER = "[^（()）【】]"
_LETTERS = "[X×✕xｘＸ]"
# a mark that ends or parts a sentence; a line that just ends may be the head of a table
_STOP = "(?=\\s*[，。；、,;])"
_FILLED = "(?:填写|填列|填报|增减|增删|删减|修改|选择|补充|说明|解释|编写|撰写|描述)"

_PLACEHOLDERS = (
    # XX万元, ××局; a model (HXX-200) has letters before it
    rf"(?<![A-Za-z0-9]){_LETTERS}{{2,}}(?=\s*(?:万元|元|%|％|年|月|人|辆|个|项|台|单位|部门|局|厅|委|县|市|区))",
    rf"(?:是|为|因|于|[:：])\s*{_LETTERS}{{2,}}{_STOP}",
    r"20\d?[X×✕xｘＸ*]{1,2}\s*年",
    r"(?:[_＿]{2,}|(?<!\*)\*{2,})\s*(?:万元|元|%|％)",
    r"[（(](?:部门|单位)名称[）)](?=\s*(?:20|部门|单位|概况|年度))",
)
_CHANGES = ("(?:增加|增长|上升)", "(?:减少|下降|降低)")
_COMPARED = ("(?:大于|高于|多于|超过)", "(?:小于|低于|少于)")
_REASON = "原因(?:是|为|系|[:：])"
# what is told only of a choice that was made: 增加（减少）10万元, 大于（小于）预算数的原因是
_CHOSEN = (
    (_CHANGES, rf"(?=[^，。；]{{0,12}}?(?:\d|{_LETTERS}{{2}}|(?:万元|[%％])[，。；]|{_REASON}))"),
    (_COMPARED, rf"(?=(?:年初|全年|上年)?(?:预算|决算)[^，。；]{{0,6}}{_REASON})"),
)
_OPTIONS = (
    *(
        rf"{one}\s*(?:[（(]\s*或?{other}\s*[）)]|[/／]\s*{other}){told}"
        for pair, told in _CHOSEN
        for one, other in (pair, pair[::-1])
    ),
    rf"{'或者?'.join(_CHANGES)}(?=\s*\d)",
    r"(?:减增加|增减少|(?:增加|减少|增长|下降)(?:增加|减少|增长|下降))(?=\s*\d)",
    r"(?:增加|减少|增长|下降)持平",
)
_BLANKS = (
    rf"占\s*[%％]{_STOP}",
    r"占[\u4e00-\u9fff“”]{1,16}\s*[%％](?=\s*[，。；,;])",
    rf"(?:增加|减少|增长|下降)\s*(?:万元|[%％]){_STOP}",
    rf"(?:(?<!单位)(?<!单位均)(?<!单位都)(?<!位统一)为|共计|合计|总计|总额|支出|收入|金额|经费|费|预算|决算|资金)\s*万元{_STOP}",
    rf"(?:车辆|保有量|用车|团组|设备|项目)(?:共|为)?\s+(?:辆|台|个){_STOP}",
    r"主要(?:原因)?(?:是|为|系)[:：]?\s*[。；]|主要原因[:：]\s*[。；]|主要用于[:：]?\s*[。；]",
    rf"(?:是|为|于|包括|[:：])\s*(?:…+|\.{{3,}}){_STOP}",
)
_INSTRUCTIONS = (
    # （绩效目标管理工作情况，以及项目数量、预算金额等）: a sentence of its own that says what to write
    r"(?<=[。；])\s*[（(](?!不?含|不?包[括含]|主要|其中|即|系|均|详见|指|是指|以上)"
    r"(?=[^（()）]*(?:情况|数量|金额))[^（()）\d。]{8,60}等[）)]",
    r"(?:^|(?<=[。（(])|(?<=注[:：]))\s*[各请]*(?:部门|单位)(?:应|可)根据(?:本?(?:部门|单位))?的?实际情况[^，。]{0,10}"
    r"(?:增减|填写|解释|修改|补充|删减)",
    rf"[（(]列示至{_INNER}{{2,40}}[）)]",
    rf"[（(](?:可|应|需)?(?:根据|按照?|结合)(?:本?(?:部门|单位))?的?实际(?:情况)?{_INNER}{{0,8}}{_FILLED}{_INNER}{{0,20}}[）)]",
    rf"[（(]此处{_INNER}{{0,10}}(?:填|插入|粘贴|请|需|应){_INNER}{{0,30}}[）)]",
    rf"[（(]请(?![示假销柬求教战款]){_INNER}{{0,30}}(?:{_FILLED}|删除|列示|列明|注明){_INNER}{{0,20}}[）)]",
    rf"[（(](?:如|若|没){_INNER}{{0,24}}[请应需须]{_INNER}{{0,6}}(?:{_FILLED}|删除|公开|注明){_INNER}{{0,20}}[）)]",
    rf"[（(]{_INNER}{{0,30}}(?:[请可应需须]|自行|予以)删除{_INNER}{{0,12}}[）)]",
    rf"【{_INNER}{{0,40}}(?:{_FILLED}|删除){_INNER}{{0,40}}】",
)
PATTERNS = (*_PLACEHOLDERS, *_OPTIONS, *_BLANKS, *_INSTRUCTIONS)
# What one of them begins with: most letters of a document are passed over at once.
_FIRST = r"[X×✕xｘＸ是为因于:：2_＿*（(增上减下降大高多超小低少占共合总支收金经费预决资车保用团设项主包各请部单【\s]"
_RESIDUE = regex(rf"(?={_FIRST})(?:{'|'.join(PATTERNS)})")


def residue(text: str) -> Iterator[re.Match[str]]:
    """What a template has left in a text."""
    return _RESIDUE.finditer(text)
