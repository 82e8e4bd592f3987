"""The auth API's views: one service call each."""
