"""A package, because pytest ends package-wide fixtures (here the browser) only where there is one."""
