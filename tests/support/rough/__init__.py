"""An app of rough kinds: they sleep, hang, ignore cancels and kill their process."""
