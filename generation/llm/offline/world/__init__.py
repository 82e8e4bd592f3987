"""The world that is built around a concept; every task takes its people, places and things from it."""

from generation.llm.offline.world.world import World, build_world

__all__ = ["World", "build_world"]
