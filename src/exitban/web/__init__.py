"""A door of its own: the explorer as a page on this machine. No logic in here but that of a door."""

from exitban.web.app import application as application
from exitban.web.door import Door as Door
from exitban.web.serve import serve as serve
