"""Which record of a data set is which certification of ours.

By the data set's own name for it (the table below), by an exam code that only one of our
certifications has, or by the very same name. Never by likeness: a record that none of the
three finds is listed as not in the catalogue.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from certifications.models import Certification

# Identifier in the data set → our key; a reason where the names differ.
ROLEMATH = {
    # "Certified Kubernetes Administrator (CKA)": has no exam code in the data set.
    "linux-foundation-certified-kubernetes-administrator-cka": "cka",
    # Ours say Google Cloud before the name.
    "google-cloud-associate-cloud-engineer": "google-associate-cloud-engineer",
    "google-cloud-professional-cloud-architect": "google-professional-cloud-architect",
}
# Code on the roadmap → our key and the name it must have there, because codes are used
# twice (CCSA, CCSE and CIMP each stand for two certifications).
SECCERT = {
    "RHCSA": ("rhcsa", "Red Hat Certified System Administrator"),
    "RHCE": ("rhce", "Red Hat Certified Engineer"),
    "RHCA": ("rhca", "Red Hat Certified Architect"),
    "LFCS": ("lfcs", "Linux Foundation Certified System Administrator"),
    "LFCA": ("lfca", "Linux Foundation Certified IT Associate"),
    "CKA": ("cka", "Cloud Native Computing Foundation Certified Kubernetes Administrator"),
    "CKAD": (
        "ckad",
        "Cloud Native Computing Foundation Certified Kubernetes Application Developer",
    ),
    "CKS": ("cks", "Cloud Native Computing Foundation Certified Kubernetes Security Specialist"),
    "KCNA": ("kcna", "Cloud Native Computing Foundation Kubernetes and Cloud Native Associate"),
    "LPIC-1": ("lpic-1", "Linux Professional Institute Certified: Linux Administrator"),
    "LPIC-2": ("lpic-2", "Linux Professional Institute Certified: Linux Engineer"),
    # One of the specialties of LPIC-3; all have one exam at one price.
    "LPIC-3": ("lpic-3", "Linux Professional Institute Certified: 303 Security"),
    "Linux+": ("linux-plus", "CompTIA Linux+"),
    "A+": ("comptia-a-plus", "CompTIA A+"),
    "AWS CP": ("aws-cloud-practitioner", "Amazon Web Services Certified Cloud Practitioner"),
    "AWS SAA": (
        "aws-solutions-architect-associate",
        "Amazon Web Services Certified Solutions Architect - Associate",
    ),
    "AWS SAP": (
        "aws-solutions-architect-professional",
        "Amazon Web Services Certified Solutions Architect - Professional",
    ),
    "AWS CSS": ("aws-security-specialty", "Amazon Web Services Certified Security - Specialty"),
    "AZ-900": ("azure-fundamentals", "Microsoft Azure Fundamentals"),
    "AZ-104": ("azure-administrator", "Microsoft Azure Administrator Associate"),
    "Google ACE": ("google-associate-cloud-engineer", "Google Associate Cloud Engineer"),
    # The roadmap's code says security; its name and address say cloud architect.
    "Google PCSA": ("google-professional-cloud-architect", "Google Professional Cloud Architect"),
    "DCA": ("docker-certified-associate", "Docker Certified Associate"),
    "GPYC": ("gpyc", "GIAC Python Coder"),
}
# Name of the page's file, without .mdx → our key.
HASHICORP = {
    "terraform-associate-003": "terraform-associate-003",
    "terraform-associate-004": "terraform-associate",
    "terraform-authoring-operations-professional": "terraform-professional",
    "vault-associate-003": "vault-associate",
    "vault-operations-professional": "vault-operations-professional",
}


@dataclass(frozen=True)
class KnownCertification:
    """A certification of ours as far as a reader of data sets must know it."""

    key: str
    exam_codes: tuple[str, ...]

    def find_exam(self, code: str) -> str | None:
        """Return the code when it is one of ours; only that can be linked."""
        return code if code in self.exam_codes else None


class Crosswalk:
    """Our catalogue by key, by exam code and by name; three queries when it is made."""

    def __init__(self) -> None:
        """Read the catalogue."""
        rows = Certification.objects.prefetch_related("exams").order_by("key")
        self._by_key: dict[str, KnownCertification] = {}
        self._by_code: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            codes = tuple(exam.code for exam in row.exams.all())
            self._by_key[row.key] = KnownCertification(row.key, codes)
            self._by_name[row.name.casefold()].add(row.key)
            for code in codes:
                self._by_code[code].add(row.key)

    def get(self, key: str | None) -> KnownCertification | None:
        """Return the certification with this key of ours, or None."""
        return self._by_key.get(key or "")

    def find(
        self, *, key: str | None, exam_codes: Iterable[str] = (), name: str = ""
    ) -> KnownCertification | None:
        """Return the one certification that the table, an exam code or the name says."""
        if key:
            return self.get(key)
        by_code = {one for code in exam_codes for one in self._by_code.get(code, ())}
        found = by_code or self._by_name.get(name.strip().casefold(), set())
        return self.get(next(iter(found))) if len(found) == 1 else None
