"""A new gradebook is the one that nbgrader makes."""

import sqlite3

from nbgrader.api import Gradebook

from split_grader.course.course import find_course, put_interpreter_on_path


def schema(path):
    with sqlite3.connect(path) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return sorted(tables), database.execute("SELECT * FROM alembic_version").fetchall()


def test_a_new_gradebook_has_nbgraders_tables_and_version_at_once(tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr("nbgrader.api.get_alembic_version", None)  # it starts a program
        find_course(tmp_path).gradebook().close()
    put_interpreter_on_path()
    Gradebook(f"sqlite:///{tmp_path / 'stock.db'}").close()
    assert schema(tmp_path / "gradebook.db") == schema(tmp_path / "stock.db")
