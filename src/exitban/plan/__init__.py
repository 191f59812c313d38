"""A scenario as plain arrays: posts, hierarchy, watch network, one column per replicate."""

from exitban.plan.call import LARGEST_SEED as LARGEST_SEED
from exitban.plan.call import at_least_one as at_least_one
from exitban.plan.call import in_threads as in_threads
from exitban.plan.call import listed as listed
from exitban.plan.call import listener as listener
from exitban.plan.call import one_of as one_of
from exitban.plan.call import real as real
from exitban.plan.call import seeded as seeded
from exitban.plan.given import given_columns as given_columns
from exitban.plan.pivotal import PivotalGrade as PivotalGrade
from exitban.plan.pivotal import pivotal_grades as pivotal_grades
from exitban.plan.pivotal import pivotal_posts as pivotal_posts
from exitban.plan.plan import Plan as Plan
from exitban.plan.plan import plan_for as plan_for
from exitban.plan.plan import plan_of_cells as plan_of_cells
from exitban.plan.posts import mean_depths as mean_depths
from exitban.plan.same_for_all import same_for_all as same_for_all
from exitban.plan.threshold_limit import in_threshold_limit as in_threshold_limit
from exitban.plan.worlds import LAST_REPLICATE as LAST_REPLICATE
from exitban.plan.worlds import Replicates as Replicates
from exitban.plan.worlds import numbered as numbered
