// Forms in a sandboxed frame: without allow-forms a browser submits nothing there and does not even tell the form. So a
// press on a submit button, which Enter in a field also causes, is told to the form by the page itself, everywhere.

export function listenToForms(): void {
  document.addEventListener("click", (e) => {
    const button = e.target instanceof Element ? e.target.closest("button") : null;
    const form = button?.type === "submit" && !button.disabled ? button.form : null;
    if (!form || e.defaultPrevented) return;
    e.preventDefault();
    if (form.reportValidity())
      form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: button }));
  });
}
