"""What the engine refuses, each with what it got: a shape, a value, a line of a file or the name of an option."""


class TitirError(ValueError):
    """Input that no right answer can be given for."""


class CountsError(TitirError):
    """Counts that are negative, fractional, not numbers, or larger than a lane holds."""


class ShapeError(TitirError):
    """Arrays that do not fit each other."""


class GeometryError(TitirError):
    """Coordinates outside the globe, not numbers, or no regions at all."""


class ExpectedError(TitirError):
    """Expected counts or population that are negative, zero where events happened, or not numbers."""


class EmptyError(TitirError):
    """No events at all, so that nothing can be compared."""


class OptionError(TitirError):
    """An option that is unknown, not supported, or contradicts another."""


class FileError(TitirError):
    """A file that cannot be read as what it should be; says the file and the line.

    Attributes:
        path: The file as it was named.
        line: Line number from 1, or 0 when the file as a whole is meant.
    """

    def __init__(self, path: object, line: int, reason: str) -> None:
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{where}: {reason}")
        self.path, self.line, self.reason = path, line, reason

    def __reduce__(self) -> tuple[type, tuple[object, int, str]]:
        """Keep what was said when the error travels from one process to another."""
        return type(self), (self.path, self.line, self.reason)
