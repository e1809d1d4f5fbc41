// Shows only the rows of a list that contain what is typed; nothing leaves the page.
export function bind(input) {
  const apply = () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const row of document.querySelectorAll(input.dataset.rhFilter)) {
      row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    }
  };
  input.addEventListener("input", apply);
  document.addEventListener("htmx:after:swap", apply);
}
