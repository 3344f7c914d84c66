"""Many files are read at a time, each in a process of its own, as each is read by itself."""

from igsp_portal.foundations.files import readers, reading

from ..library.files import docx, pdf, script


def test_many_files_are_read_as_each_is_by_itself(tmp_path):
    made = {"a.pdf": pdf("a", 3), "b.docx": docx(), "c.pdf": script(), "d.pdf": pdf()[:200], "e.docx": b"PK\x03\x04"}
    files = []
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        files.append((tmp_path / name, "pdf" if name.endswith("pdf") else "office"))
    found = [
        {name: said for name, said in one.items() if name not in ("head", "words")} for one in readers.read_all(files)
    ]
    assert found == [reading.read(data, kind) for data, (_path, kind) in zip(made.values(), files, strict=True)]


def test_the_head_of_a_word_file_comes_with_it(tmp_path):
    words = '<w:d xmlns:w="w"><w:t>UNEP/GC.23/6</w:t><w:p/><w:t>Agenda</w:t></w:d>'
    (tmp_path / "a.docx").write_bytes(docx(words))
    assert readers.read_all([(tmp_path / "a.docx", "office")])[0]["head"] == "UNEP/GC.23/6\nAgenda"


def test_a_file_that_is_not_there_costs_the_others_nothing(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf())
    found = readers.read_all([(tmp_path / "none.pdf", "pdf"), (tmp_path / "a.pdf", "pdf")], beside=1)
    assert [one.get("refused") for one in found] == ["too_much", None]
