"""The salary files that `import_salaries` and the upload page take."""

from tracks.importers.job_board_salaries import (
    AI_JOBS,
    INFOSEC_JOBS,
    parse_ai_jobs,
    parse_infosec_jobs,
)
from tracks.importers.oews import OEWS, parse_oews
from tracks.importers.stackoverflow import SURVEY, parse_stackoverflow
from tracks.shared.import_formats import ImportFormat

SALARY_FORMATS = (
    ImportFormat(
        name="salaries/aijobs",
        label="ai-jobs.net salaries (CSV, eleven columns)",
        suffixes=(".csv",),
        parse=parse_ai_jobs,
        licence=AI_JOBS.licence,
        attribution=AI_JOBS.attribution,
    ),
    ImportFormat(
        name="salaries/infosec",
        label="infosec-jobs.com salaries (CSV, the same eleven columns)",
        suffixes=(".csv",),
        parse=parse_infosec_jobs,
        licence=INFOSEC_JOBS.licence,
        attribution=INFOSEC_JOBS.attribution,
    ),
    ImportFormat(
        name="salaries/oews",
        label="OEWS national wages of the US Bureau of Labor Statistics (workbook)",
        suffixes=(".xlsx",),
        parse=parse_oews,
        licence=OEWS.licence,
        attribution=OEWS.attribution.format(edition="with its year"),
    ),
    ImportFormat(
        name="salaries/stackoverflow",
        label="Stack Overflow Developer Survey (CSV)",
        suffixes=(".csv",),
        parse=parse_stackoverflow,
        licence=SURVEY.licence,
        attribution=SURVEY.attribution.format(edition="with its year"),
    ),
)
