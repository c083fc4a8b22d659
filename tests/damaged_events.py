"""Ways in which files of events get damaged: each takes a file's text and gives a damaged one."""

import json

from hypothesis import strategies as st

from tests.damaged_tables import Damage, blank_rows, byte_order_mark, windows_lines


def json_cut(content: str, data: st.DataObject) -> str:
    return content[: data.draw(st.integers(1, len(content) - 1))]


def json_array(content: str, data: st.DataObject) -> str:
    return json.dumps([json.loads(line) for line in content.splitlines()], indent=1)


def json_garbage(content: str, data: st.DataObject) -> str:
    lines = content.splitlines(keepends=True)
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from(
        ["{oops\n", "[1, 2]\n", "null\n", '"text"\n', '{"a": 1e999999999}\n', '"\\ud800"\n', "{}\n"]
    )))  # fmt: skip
    return "".join(lines)


def json_repeated(content: str, data: st.DataObject) -> str:
    lines = content.splitlines(keepends=True)
    return content + "".join(data.draw(st.lists(st.sampled_from(lines), max_size=5)))


def json_shuffled(content: str, data: st.DataObject) -> str:
    return "".join(data.draw(st.permutations(content.splitlines(keepends=True))))


def json_value(content: str, data: st.DataObject) -> str:
    """One value, anywhere in a record, becomes something else."""
    records = [json.loads(line) for line in content.splitlines()]
    target = data.draw(st.sampled_from(records))
    while True:
        key = data.draw(st.sampled_from(sorted(target)))
        inner = target[key]
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if not isinstance(inner, dict) or data.draw(st.booleans()):
            break
        target = inner
    target[key] = data.draw(
        st.sampled_from([None, "", -1, "abc", 10**30, 0.001, [], {}, True, "7301234567890123457"])
        | st.text(max_size=8)
    )
    return "".join(json.dumps(record, ensure_ascii=True) + "\n" for record in records)


JSON_DAMAGE: list[Damage] = [
    json_array,
    json_garbage,
    json_repeated,
    json_shuffled,
    json_value,
    blank_rows,
    windows_lines,
    byte_order_mark,
]
