"""Small workbooks that tests write themselves."""

from openpyxl import Workbook


def write_workbook(path, rows, *, title="Sheet"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path
