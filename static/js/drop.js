// A file dropped anywhere on the page is put where a chosen one would be. Text may be dropped as ever.
const isFile = (event) => event.dataTransfer?.types.includes("Files");

export function takeDrops(input, then, target = document.querySelector("#drop")) {
  const over = (is) => target.toggleAttribute("data-over", is);
  document.addEventListener("dragover", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    const chosen = new DataTransfer();
    chosen.items.add(event.dataTransfer.files[0]);
    input.files = chosen.files;
    then();
  });
}
