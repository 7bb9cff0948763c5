"""Tools for authors of rules and plugins: their examples run, small documents built from Markdown.

Everything named in ``__all__`` is stable. Nothing here needs a test framework::

    from gouji.testing import assert_found, assert_plugin

    def test_the_plugin() -> None:
        assert_plugin(my_rules)

    def test_an_option() -> None:
        assert_found(my_rule, "收入预算2.00万元，其中：财政拨款1.00万元，占**50%**。", decimals=2)
"""

from gouji.docstrings import Example, Mark
from gouji.examples import Failure, run_example, run_examples
from gouji.testing.claims import assert_examples, assert_found, assert_message, assert_plugin
from gouji.testing.samples import Sample, diagnostics, sample

__all__ = [
    "Example",
    "Failure",
    "Mark",
    "Sample",
    "assert_examples",
    "assert_found",
    "assert_message",
    "assert_plugin",
    "diagnostics",
    "run_example",
    "run_examples",
    "sample",
]
