"""What can go wrong between content and bytes."""


class RenderFailed(Exception):
    """No PDF was made; `reason` is a sentence for the person who asked for it or for the log."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class PdfSetupBroken(RenderFailed):
    """This machine cannot make PDFs; `command` is the one command that mends it."""

    def __init__(self, *, reason: str, command: str) -> None:
        self.command = command
        super().__init__(reason=f"{reason} Run: {command}")
