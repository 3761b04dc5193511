"""Members of Qt's own enumerations as the numbers they are, for what the first screen sets by the name of a property.

Naming `Qt` once makes a Python class of each of its enumerations, more than a thousand members and a tenth of a start;
this way it is done when it is first needed (ADR 0006).
"""

PLAIN_TEXT = 0
NO_FOCUS = 0
STRONG_FOCUS = 11
BAR_AS_NEEDED = 0
NEVER_A_BAR = 1
ICON_ONLY = 0
WORDS_BESIDE_ICON = 2
