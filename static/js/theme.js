// Light, dark, high contrast, or what the system says. Kept in this browser.

const KEPT = "entente.theme";

export function themeSelect(select, changed) {
  const apply = (theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  select.value = localStorage.getItem(KEPT) ?? "";
  apply(select.value);
  select.addEventListener("change", () => {
    localStorage.setItem(KEPT, select.value);
    apply(select.value);
    changed();
  });
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", changed);
}
