"""What the browser edition changes in other people's files, it changes as it knows them, or not."""

import pytest

from tools.site import linker, start

LINKER = "before " + " between ".join(old for old, _ in linker._CHANGES) + " after"
KERNEL = "create:async e=>{let{PyodideKernel:t}=await n.e(1);let r=!!(null==s?void 0:s.enabled);return t}"


def test_the_linker_keeps_the_open_symbols_beside_the_table(tmp_path):
    script = tmp_path / linker.SCRIPT
    script.write_text(LINKER)
    linker.quickened(tmp_path)
    changed = script.read_text()
    assert "OPEN.add(symName)" in changed
    assert "Object.entries(GOT)" not in changed
    assert changed.startswith("before ")
    assert changed.endswith(" after")


def test_another_linker_is_refused(tmp_path):
    (tmp_path / linker.SCRIPT).write_text(LINKER.replace("var GOT={};", "let GOT={};"))
    with pytest.raises(ValueError, match=r"0 times, 1 was expected.*linker is not known"):
        linker.quickened(tmp_path)


def test_a_kernel_waits_until_the_page_knows_its_service_worker(tmp_path):
    script = tmp_path / "716.js"
    script.write_text(KERNEL)
    start._wait_for_files(tmp_path)
    wait, make = script.read_text().split("let{PyodideKernel")
    assert "await s?.ready" in wait
    assert make.endswith("return t}")


@pytest.mark.parametrize("scripts", [[], [KERNEL, KERNEL]])
def test_another_kernel_is_refused(scripts, tmp_path):
    for number, text in enumerate(scripts):
        (tmp_path / f"{number}.js").write_text(text)
    with pytest.raises(ValueError, match=f"in {len(scripts)} places, 1 was expected"):
        start._wait_for_files(tmp_path)
