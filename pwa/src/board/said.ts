/** What a person has typed into a form of board or office. */

/** The text of a field without its margins, by the field's name; and the whole form for all else. */
export type Said = ((name: string) => string) & { form: FormData };

/** What a form holds that is saved; the browser is kept from sending it. */
export function saidIn(event: SubmitEvent): Said {
  event.preventDefault();
  const form = new FormData(event.currentTarget as HTMLFormElement);
  return Object.assign((name: string): string => String(form.get(name) ?? '').trim(), { form });
}
