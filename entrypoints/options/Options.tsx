import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '../../lib/browser/settings';
import { FOLLOW_MODES, type FollowMode } from '../../lib/core/film/follow';
import { parseSoundLate, SOUND_LATE_MAX_MS } from '../../lib/core/player/sound-late';
import type { DiscordLink } from '../../lib/core/ports/companion';
import { cleanName, NAME_MAX } from '../../lib/core/wire/fields';
import { parseServer } from '../../lib/core/wire/invite';
import { Choice } from '../../lib/ui/Choice';
import { ColourChoice } from '../../lib/ui/ColourChoice';
import { LanguageChoice } from '../../lib/ui/LanguageChoice';
import { Mark } from '../../lib/ui/Mark';
import { Switch } from '../../lib/ui/Switch';
import { TextField } from '../../lib/ui/TextField';
import { type MessageKey, useWords } from '../../lib/ui/words';
import { Discord } from './Discord';
import { Files, type FilesProps } from './Files';
import { Keys, type KeysProps } from './Keys';
import { Reach } from './Reach';
import { Sites, type SitesProps } from './Sites';
import { TestConnection } from './TestConnection';

/** As long as "Copied" in the popup: seen, and gone before the next change. */
const SAID_FOR_MS = 4_000;

const FOLLOW_WORDS: { readonly [M in FollowMode]: MessageKey } = {
  always: 'followAlways',
  ask: 'followAsk',
  never: 'followNever',
};

export interface OptionsProps {
  readonly kept: Settings;
  /** The server this build was made for; undefined: the public PeerJS service. */
  readonly defaultServer: string | undefined;
  readonly discord: {
    /** The application of Discord that this build was made for. */
    readonly builtInId: string | undefined;
    /** How it is with Discord; undefined while that is switched off. */
    readonly link: DiscordLink | undefined;
    /** Asks the browser for leave to start the companion, or gives it back. @returns whether there is leave */
    readonly allow: (on: boolean) => Promise<boolean>;
  };
  readonly save: (change: Partial<Settings>) => Promise<void>;
  readonly testing: Parameters<typeof TestConnection>[0];
  readonly keys: KeysProps;
  readonly sites: SitesProps;
  readonly files: FilesProps;
  /** These settings have just come out of a file. */
  readonly imported?: boolean;
}

/** Every option on one page; each is kept as soon as it is changed. */
export function Options({
  kept,
  defaultServer,
  discord,
  save,
  testing,
  keys,
  sites,
  files,
  imported = false,
}: OptionsProps): JSX.Element {
  const t = useWords();
  const [name, setName] = useState(kept.name);
  const [colour, setColour] = useState(kept.colour);
  const [language, setLanguage] = useState(kept.language);
  const [autoJoin, setAutoJoin] = useState(kept.autoJoin);
  const [follow, setFollow] = useState(kept.follow);
  const [gentle, setGentle] = useState(kept.gentle);
  const [server, setServer] = useState(kept.server);
  const [serverWrong, setServerWrong] = useState(false);
  const [soundLate, setSoundLate] = useState(`${kept.soundLateMs}`);
  const [soundLateWrong, setSoundLateWrong] = useState(false);
  const [saved, setSaved] = useState(imported ? 1 : 0);
  useEffect(() => {
    if (saved === 0) return undefined;
    const timer = setTimeout(() => setSaved(0), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [saved]);

  const keep = async (change: Partial<Settings>) => {
    await save(change);
    setSaved((times) => times + 1);
  };
  /** "Saved" of the change before would stand beside the error. */
  const refused = () => setSaved(0);
  const keepServer = async (typed: string) => {
    const address = typed.trim() === '' ? '' : parseServer(typed.trim());
    setServerWrong(address === undefined);
    if (address === undefined) return refused();
    setServer(address);
    await keep({ server: address });
  };

  const keepSoundLate = async (typed: string) => {
    const lateMs = /^\d*$/.test(typed.trim()) ? parseSoundLate(Number(typed.trim())) : undefined;
    setSoundLateWrong(lateMs === undefined);
    if (lateMs === undefined) return refused();
    setSoundLate(`${lateMs}`);
    await keep({ soundLateMs: lateMs });
  };

  return (
    <main class="options">
      <header class="options-head">
        <Mark />
        <h1>{t('optionsTitle')}</h1>
        <span class="field-said" role="status">
          {saved > 0 ? t('saved') : ''}
        </span>
      </header>
      <TextField
        label={t('yourName')}
        help={t('optionsNameHelp')}
        placeholder={t('yourNameHint')}
        value={name}
        maxLength={NAME_MAX}
        onInput={setName}
        onCommit={(typed) => void keep({ name: cleanName(typed) })}
      />
      <ColourChoice
        value={colour}
        onChange={(chosen) => {
          setColour(chosen);
          void keep({ colour: chosen });
        }}
      />
      <LanguageChoice
        value={language}
        onChange={(chosen) => {
          setLanguage(chosen);
          void keep({ language: chosen });
        }}
      />
      <Switch
        label={t('optionAutoJoin')}
        help={t('optionAutoJoinHelp')}
        checked={autoJoin}
        onChange={(on) => {
          setAutoJoin(on);
          void keep({ autoJoin: on });
        }}
      />
      <Choice
        label={t('optionFollow')}
        help={t('optionFollowHelp')}
        value={follow}
        options={FOLLOW_MODES.map((value) => ({ value, label: t(FOLLOW_WORDS[value]) }))}
        onChange={(chosen) => {
          setFollow(chosen);
          void keep({ follow: chosen });
        }}
      />
      <Switch
        label={t('optionGentle')}
        help={t('optionGentleHelp')}
        checked={gentle}
        onChange={(on) => {
          setGentle(on);
          void keep({ gentle: on });
        }}
      />
      <TextField
        label={t('optionSoundLate')}
        help={t('optionSoundLateHelp', `${SOUND_LATE_MAX_MS}`)}
        value={soundLate}
        numberMax={SOUND_LATE_MAX_MS}
        error={soundLateWrong ? t('optionSoundLateInvalid', `${SOUND_LATE_MAX_MS}`) : undefined}
        onInput={(typed) => {
          setSoundLate(typed);
          setSoundLateWrong(false);
        }}
        onCommit={(typed) => void keepSoundLate(typed)}
      >
        <span class="field-unit">ms</span>
      </TextField>
      <TextField
        label={t('optionServer')}
        help={t('optionServerHelp', defaultServer ?? t('publicServer'))}
        value={server}
        literal
        error={serverWrong ? t('optionServerInvalid') : undefined}
        onInput={(typed) => {
          setServer(typed);
          setServerWrong(false);
        }}
        onCommit={(typed) => void keepServer(typed)}
      />
      <TestConnection {...testing} />
      <Reach kept={kept} keep={keep} refused={refused} />
      <Discord kept={kept} keep={keep} refused={refused} {...discord} />
      <Keys {...keys} />
      <Sites {...sites} />
      <Files {...files} refused={refused} />
    </main>
  );
}
