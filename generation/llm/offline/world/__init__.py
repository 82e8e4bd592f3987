"""The world that is built around a concept; every task takes its people, places and things from it."""

from generation.llm.offline.world.building import KEPT, build_world
from generation.llm.offline.world.world import World

__all__ = ["KEPT", "World", "build_world"]
