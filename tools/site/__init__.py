"""The browser edition: what builds ``site/`` and serves it. Run ``make site``."""
