import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DiscordLink } from '../../lib/core/ports/companion';
import { parseDiscordId } from '../../lib/core/ports/discord-id';
import { discordText } from '../../lib/ui/discord';
import { Switch } from '../../lib/ui/Switch';
import { TextField } from '../../lib/ui/TextField';
import { useWords } from '../../lib/ui/words';

export interface Kept {
  readonly discord: boolean;
  readonly discordId: string;
  readonly discordTitles: boolean;
}

interface DiscordProps {
  readonly kept: Kept;
  /** The application that this build was made for. */
  readonly builtInId: string | undefined;
  /** How it is with Discord; undefined while that is switched off. */
  readonly link: DiscordLink | undefined;
  /** Asks the browser for leave to start the companion, or gives it back. @returns whether there is leave */
  readonly allow: (on: boolean) => Promise<boolean>;
  readonly keep: (change: Partial<Kept>) => Promise<void>;
  /** The person has typed something that cannot be kept: the page says so. */
  readonly refused: () => void;
}

/** Whether rooms can be shown on Discord, under which application, and what is told there. */
export function Discord({ kept, builtInId, link, allow, keep, refused }: DiscordProps): JSX.Element {
  const t = useWords();
  const [isOn, setIsOn] = useState(kept.discord);
  const [titles, setTitles] = useState(kept.discordTitles);
  const [id, setId] = useState(kept.discordId);
  const [typed, setTyped] = useState(kept.discordId);
  const [isWrong, setIsWrong] = useState(false);
  const turn = async (on: boolean) => {
    setIsOn(on);
    const isAllowed = await allow(on);
    setIsOn(on && isAllowed);
    await keep({ discord: on && isAllowed });
  };
  const keepId = async (text: string) => {
    const parsed = text.trim() === '' ? '' : parseDiscordId(text);
    setIsWrong(parsed === undefined);
    if (parsed === undefined) return refused();
    setTyped(parsed);
    setId(parsed);
    await keep({ discordId: parsed });
  };
  return (
    <details open={isOn}>
      <summary>Discord</summary>
      {id || builtInId ? (
        <>
          <Switch label={t('optionDiscord')} help={t('optionDiscordHelp')} checked={isOn} onChange={turn} />
          <p class="soft" role="status">
            {isOn && link ? discordText(link, t) : ''}
          </p>
          <Switch
            label={t('optionDiscordTitles')}
            help={t('optionDiscordTitlesHelp')}
            checked={titles}
            onChange={(on) => {
              setTitles(on);
              void keep({ discordTitles: on });
            }}
          />
        </>
      ) : null}
      <TextField
        label={t('optionDiscordId')}
        help={t(builtInId ? 'optionDiscordIdHelp' : 'optionDiscordIdNeeded')}
        value={typed}
        literal
        maxLength={40}
        error={isWrong ? t('optionDiscordIdInvalid') : undefined}
        onInput={(text) => {
          setTyped(text);
          setIsWrong(false);
        }}
        onCommit={(text) => void keepId(text)}
      />
    </details>
  );
}
