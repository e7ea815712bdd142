"""What all tests share.

Strategy: the shipped memory store is the fake, real servers are real. A test says by its marks what it needs (neo4j, browser, slow);
what is missing on this machine is said and skipped, in CI it is an error.
"""

from hypothesis import HealthCheck, settings

from tests.neo4j_server import neo4j_address, neo4j_url

__all__ = ["neo4j_address", "neo4j_url"]  # fixtures

# No deadline: these machines are shared, and a slow moment is no defect. Derandomised: the same commit, the same verdict.
settings.register_profile("entente", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("entente")
