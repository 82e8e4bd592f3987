import { enableControls } from "./controls.js";
import { followMyJobs } from "./my-jobs.js";
import { followNotices } from "./notices.js";
import { enableTabs } from "./tabs.js";
import { watchTasks } from "./tasks-changed.js";
import { keepTimer } from "./timer.js";
import { keepTimesFresh } from "./times.js";
import { makeToastsDismissible } from "./toasts.js";

keepTimesFresh();
enableControls();
enableTabs();
makeToastsDismissible();
if ("live" in document.body.dataset) {
  followNotices();
  watchTasks();
  followMyJobs();
  keepTimer();
}
