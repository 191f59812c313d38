"""A scenario as plain arrays: posts, hierarchy, watch network, one column per replicate."""

from exitban.plan.plan import Plan as Plan
from exitban.plan.plan import plan_for as plan_for
