/** Values in the place of `{name}` in a text: apart from the language, so that a worker can use it too. */

export type Values = Readonly<Record<string, string | number>>;

/** Put values into a text; a placeholder without a value stays, so that its lack is seen. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
