/** Return the element that a page's own HTML holds; its absence is a fault of the page. */
export function find(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
