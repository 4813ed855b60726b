/** Messages by their keys. In a text `$1` to `$9` stand for what is filled in, and `$$` for a dollar. */
export type MessageTable = { readonly [key: string]: string };

/** Twice as many as there are; a table comes from our own package, and the bound is against a slip. */
const MESSAGES_MAX = 1_000;
/** The longest message is the list of made-up names, of 400 characters in most languages. */
const TEXT_MAX = 2_000;

/**
 * Reads a `messages.json` as browsers do: a named placeholder stands for its content, whatever the case of its name.
 * @returns no text for what is no message
 */
export function readMessages(file: unknown): MessageTable {
  const texts = entriesOf(file).map(([key, said]) => [key, textOf(said)]);
  return parseMessageTable(Object.fromEntries(texts));
}

/** What another context of ours hands on. What is no text is left out. */
export function parseMessageTable(value: unknown): MessageTable {
  const texts = entriesOf(value).filter(([, text]) => typeof text === 'string' && text.length <= TEXT_MAX);
  return Object.fromEntries(texts.slice(0, MESSAGES_MAX)) as MessageTable;
}

/** @param subs in the order of their numbers; what is filled in is not looked into */
export function fillMessage(text: string, subs: readonly string[]): string {
  return text.replace(/\$(\$|[1-9])/g, (_, sign: string) => (sign === '$' ? '$' : (subs[Number(sign) - 1] ?? '')));
}

function textOf(said: unknown): unknown {
  const { message, placeholders } = fieldsOf(said);
  if (typeof message !== 'string') return undefined;
  const contents = entriesOf(placeholders).map(([name, its]) => [name.toLowerCase(), fieldsOf(its).content] as const);
  const named = new Map(contents);
  return message.replace(/\$(\w+)\$/g, (_, name: string) => {
    const content = named.get(name.toLowerCase());
    return typeof content === 'string' ? content : '';
  });
}

type Fields = { readonly [name: string]: unknown };

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const entriesOf = (value: unknown): [string, unknown][] => Object.entries(fieldsOf(value));
