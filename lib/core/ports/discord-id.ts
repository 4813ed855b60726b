/** The id of an application of Discord, as a person types it; undefined: it is none. */
export function parseDiscordId(text: string): string | undefined {
  const id = text.trim();
  return /^[1-9][0-9]{14,19}$/.test(id) ? id : undefined;
}
