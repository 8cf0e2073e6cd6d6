"""What the kernel sets at its start, without effect here."""

from piplite import install

__all__ = ["install"]
