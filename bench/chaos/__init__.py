"""`make chaos`: SIGKILL to server and worker while answers are saved and certificates issued.

What was acknowledged must be there afterwards, once. Every check is also run on something that it
must notice (a control): a campaign whose checks see nothing has shown nothing.
"""

from bench.chaos.whole import campaign

__all__ = ["campaign"]
