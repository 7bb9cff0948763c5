"""PCT: percentages that do not follow from the figures they rest on."""

from __future__ import annotations

from gouji import (
    Completion,
    Direction,
    Figure,
    Finding,
    Findings,
    Growth,
    Quantity,
    Rule,
    Share,
    Shares,
    Suggestion,
    hookimpl,
    replace,
    restated,
    rule,
)


@rule(
    "PCT001",
    zh="占比写为 {stated}，按 {part} ÷ {whole} 应为 {expected}",
    en="the share is stated as {stated}; {part} / {whole} gives {expected}",
)
def wrong_share(share: Share) -> Findings:
    """占比应等于部分除以总额。
    A stated share must equal its part divided by its whole.

        收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占**36.16%**。

        收入预算920.60万元，其中：财政拨款583.60万元，占63.39%；单位资金337.00万元，占36.61%。
    """
    verdict = share.judge()
    if verdict.violated and share.part and share.whole:
        yield Finding(
            share.stated,
            stated=share.stated,
            part=share.part,
            whole=share.whole,
            expected=verdict.expected,
            suggestion=restated(share.stated, verdict.expected, share.part, share.whole),
        )


def _grounds(growth: Growth) -> tuple[Figure | None, ...]:
    """The two figures that the rate follows from."""
    if growth.current and growth.prior:
        return growth.current, growth.prior
    return growth.difference, growth.current or growth.prior


def _right_rate(growth: Growth, expected: Quantity | None) -> Suggestion | None:
    """The rate that follows; none where the rate fits the other direction: the word is wrong."""
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
    direction = opposite.get(growth.direction)
    if direction is None or replace(growth, direction=direction).holds():
        return None
    return restated(growth.stated, expected, *_grounds(growth))


@rule(
    "PCT002",
    zh="增减率写为 {stated}，按所列数字应为 {expected}",
    en="the rate of change is stated as {stated}; the figures give {expected}",
)
def wrong_growth(growth: Growth) -> Findings:
    """增减率应等于增减额除以上期数。
    A rate of change must equal the change divided by the prior figure.

        2025年预算数为583.60万元，比上年预算增加161.97万元，增长**27.75%**。

        2025年预算数为583.60万元，比上年预算增加161.97万元，增长38.42%。
    """
    verdict = growth.judge()
    if verdict.violated:
        yield Finding(
            growth.stated,
            stated=growth.stated,
            expected=verdict.expected,
            current=growth.current,
            prior=growth.prior,
            difference=growth.difference,
            suggestion=_right_rate(growth, verdict.expected),
        )


@rule(
    "PCT003",
    zh="完成率写为 {stated}，按 {part} ÷ {whole} 应为 {expected}",
    en="completion is stated as {stated}; {part} / {whole} gives {expected}",
)
def wrong_completion(completion: Completion) -> Findings:
    """预算完成率应等于决算数除以预算数。
    A completion rate must equal the actual figure divided by the budget.

        “三公”经费年初预算为3.00万元，支出决算为1.71万元，完成年初预算的**43.00%**。

        “三公”经费年初预算为3.00万元，支出决算为1.71万元，完成年初预算的57.00%。
    """
    verdict = completion.judge()
    other = completion.whole or completion.excess
    if verdict.violated and completion.part and other:
        yield Finding(
            completion.stated,
            stated=completion.stated,
            part=completion.part,
            whole=completion.budget,
            expected=verdict.expected,
            suggestion=restated(completion.stated, verdict.expected, completion.part, other),
        )


@rule(
    "PCT005",
    zh="各项占比合计为 {total}，应为 100%",
    en="the shares of all parts add to {total}, not to 100%",
    severity="warning",
)
def shares_off_hundred(shares: Shares) -> Findings:
    """同一总额的各项占比应合计为 100%。
    The shares of all parts of one whole must add to 100%.

    只检查各项列全的；各项金额和总额都写明的，由 wrong-share 逐项检查。最后一项因尾差调整的，不算错误。

    Only lists that leave nothing out are judged; where amounts and their whole are given, wrong-share judges
    each share. A share that makes up for the rounding of the others is no mistake.

        2025年支出预算中，基本支出占**60.50%**，项目支出占49.50%。

        2025年支出预算中，基本支出占60.50%，项目支出占39.50%。
    """
    if shares.judge().violated:
        yield Finding(shares.rates[0], total=shares.sum, rates=shares.rates)


@rule(
    "PCT004",
    zh="基数为零，增长率 {stated} 没有意义",
    en="the base is zero; a growth of {stated} means nothing",
    severity="info",
    where=lambda growth: growth.judge().reason == "base is zero" and bool(growth.stated.base),
)
def growth_from_zero(growth: Growth) -> Findings:
    """上年数为零时增长率无法计算，不宜写为 100%。
    From a base of zero no rate can be computed.

        2024年预算数为0.00万元，2025年预算数为25.00万元，比2024年预算增长**100.00%**。

        2024年预算数为10.00万元，2025年预算数为20.00万元，比2024年预算增长100.00%。
    """
    yield Finding(growth.stated, stated=growth.stated)


@rule(
    "PCT006",
    zh="预算数为零，完成率 {stated} 没有意义",
    en="the budget is zero; a completion of {stated} means nothing",
    where=lambda completion: completion.judge().reason == "base is zero",
)
def completion_of_nothing(completion: Completion) -> Findings:
    """预算数为零时不能计算完成率。
    Of a budget of zero no completion rate can be computed.

        抚恤支出年初预算为0万元，支出决算为190.00万元，完成年初预算的**95.00%**。

        抚恤支出年初预算为200.00万元，支出决算为190.00万元，完成年初预算的95.00%。

        公务接待费预算0万元，支出决算0万元，完成预算的100%。
    """
    done = (
        completion.part is not None and not completion.part.base and completion.stated.base == 100
    )
    if completion.stated.base and not done:  # nothing of nothing: all of it was done
        yield Finding(completion.stated, stated=completion.stated)


@hookimpl
def lint_rules() -> list[Rule]:
    """The rules of this family."""
    return [
        wrong_share,
        wrong_growth,
        wrong_completion,
        shares_off_hundred,
        growth_from_zero,
        completion_of_nothing,
    ]
