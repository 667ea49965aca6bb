"""Say how exported rows stand in content files, so that YAML can be loaded again."""

from tracks.importers.catalogue_files import list_sections
from tracks.shared.exports import register_section

for kind, section, write in list_sections():
    register_section(kind, section, write)
