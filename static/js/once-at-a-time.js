// A control does what it does once: pressed again while that is under way, it does nothing, and keeps the focus.

/** Does `work` (async () => any) unless `control`, or what stands in the same group, is at it. */
export async function onceAtATime(control, work) {
  const group = control.closest('[role="group"]') ?? control;
  if (group.getAttribute("aria-busy") === "true") return;
  group.setAttribute("aria-busy", "true");
  control.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    group.removeAttribute("aria-busy");
    control.removeAttribute("aria-disabled");
  }
}
