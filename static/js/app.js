import { enableControls } from "./controls.js";
import { followMyJobs } from "./my-jobs.js";
import { enableTabs } from "./tabs.js";
import { keepTimesFresh } from "./times.js";
import { makeToastsDismissible } from "./toasts.js";

keepTimesFresh();
enableControls();
enableTabs();
makeToastsDismissible();
if ("live" in document.body.dataset) followMyJobs();
