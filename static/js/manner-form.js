// The dialog that says how replies are written from now on: which model, how freely, at what cost at most.
export class MannerForm {
  /** @param save async (changes) => void; throws what the server does not take, by field. */
  constructor(dialog, save) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.save = save;
    this.form.addEventListener("submit", (event) => this.#submitted(event));
  }

  /** @param facts the conversation's, as the server told them last */
  open({ model, temperature, max_cost_usd: cap }) {
    const { elements } = this.form;
    // One that was chosen before the site ceased to offer it is shown as it is.
    if (elements.model && ![...elements.model.options].some(({ value }) => value === model)) {
      elements.model.append(new Option(`${model}, not offered any more`, model));
    }
    if (elements.model) elements.model.value = model;
    elements.temperature.value = temperature ?? "";
    elements.max_cost_usd.value = cap ?? "";
    this.#complain([]);
    this.dialog.showModal();
  }

  async #submitted(event) {
    event.preventDefault();
    this.form.setAttribute("aria-busy", "true");
    try {
      await this.save(this.#changes());
      this.dialog.close();
    } catch (refused) {
      this.#complain(refused.errors?.length ? refused.errors : [{ field: "", detail: refused.message }]);
    } finally {
      this.form.removeAttribute("aria-busy");
    }
  }

  #changes() {
    const { model, temperature, max_cost_usd: cap } = this.form.elements;
    return {
      ...(model && { model: model.value }),
      temperature: temperature.value === "" ? null : Number(temperature.value),
      max_cost_usd: cap.value === "" ? null : cap.value,
    };
  }

  #complain(errors) {
    for (const place of this.form.querySelectorAll("[data-error-of]")) {
      const name = place.dataset.errorOf;
      const known = (field) => field in this.form.elements;
      const told = errors.filter(({ field }) => (name ? field === name : !known(field)));
      place.hidden = !told.length;
      place.querySelector("span").textContent = told.map(({ detail }) => detail).join(" ");
      if (name) this.form.elements[name].setAttribute("aria-invalid", String(told.length > 0));
    }
    this.form.querySelector('[aria-invalid="true"]')?.focus();
  }
}
