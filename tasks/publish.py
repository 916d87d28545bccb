"""Publish: checks, then one commit of everything the run staged."""

from datetime import datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.job import Job
from warehouse.publish import publish_run


@task(name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish(job: Job, flow: str, sources: tuple[str, ...], started_at: datetime, version: str) -> int:
    """Commit the run's staged rows as one snapshot.

    Returns:
        The number of the snapshot.

    Raises:
        ChecksError: the rows contradict each other; nothing but the run's own record was committed.
    """
    snapshot = publish_run(
        job.root,
        run_id=job.run_id,
        day=job.day,
        flow=flow,
        sources=sources,
        started_at=started_at,
        now=job.clock,
        version=version,
    )
    get_run_logger().info("snapshot %d committed", snapshot.number)
    return snapshot.number
