import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type en from '../../public/_locales/en/messages.json';

/** Every message there is: the English file is the list. */
export type MessageKey = keyof typeof en;

/** A message in the person's language; `subs` fill its placeholders in order. */
export type Translate = (key: MessageKey, ...subs: readonly string[]) => string;

/** How the components below get their words: handed in, so that they run without an extension. */
export const Words = createContext<Translate>((key) => key);

/** The translation function of the surrounding `Words`. */
export function useWords(): Translate {
  return useContext(Words);
}
