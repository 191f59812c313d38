"""Large ensembles on disk: filled in any order by any number of machines, read as tables and labelled arrays."""

from exitban.ensembles.design import Design as Design
from exitban.ensembles.rare import RareLoss as RareLoss
from exitban.ensembles.rare import rare_loss as rare_loss
from exitban.ensembles.runs import Runs as Runs
from exitban.ensembles.runs import open_runs as open_runs
from exitban.ensembles.sweeping import sweep as sweep
