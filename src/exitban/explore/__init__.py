"""A scenario kept warm: change a number, see the same worlds under the new rule.

What is asked comes in as a `Setting`; what is seen leaves as plain numbers and words. Doors have no logic of their own.
"""

from exitban.explore.controls import controls_of as controls_of
from exitban.explore.setting import Setting as Setting
from exitban.explore.setting import read_setting as read_setting
from exitban.explore.studio import Studio as Studio
