"""What a person writes, read and checked: the file format, its errors, and the frozen scenario.

``read`` gives a scenario or every problem at once; ``check`` only the problems; ``bundled`` what comes with
the program; ``starter`` the text of a file to start from.
"""

from exitban.scenario.distributions import Distribution as Distribution
from exitban.scenario.evidence import Claim as Claim
from exitban.scenario.evidence import Evidence as Evidence
from exitban.scenario.first_members import AtStart as AtStart
from exitban.scenario.horizon import Time as Time
from exitban.scenario.lifting import Lifting as Lifting
from exitban.scenario.observed import Observed as Observed
from exitban.scenario.organisation import Organisation as Organisation
from exitban.scenario.quantities import Quantity as Quantity
from exitban.scenario.reading import check as check
from exitban.scenario.reading import read as read
from exitban.scenario.scenario import Event as Event
from exitban.scenario.scenario import Institution as Institution
from exitban.scenario.scenario import Policy as Policy
from exitban.scenario.scenario import ReportedCases as ReportedCases
from exitban.scenario.scenario import Scenario as Scenario
from exitban.scenario.shelf import shelf as shelf
from exitban.scenario.sources import Bundled as Bundled
from exitban.scenario.sources import bundled as bundled
from exitban.scenario.starter import starter as starter
