import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { parseIceServers, parseSockets, REACH_TEXT_MAX } from '../../lib/core/wire/reach';
import { Switch } from '../../lib/ui/Switch';
import { TextField } from '../../lib/ui/TextField';
import { type MessageKey, useWords } from '../../lib/ui/words';

type Flag = 'relayOnly' | 'publicServers' | 'alwaysPublic';
type List = 'relay' | 'ice' | 'trackers' | 'nostr';
type Kept = Readonly<Record<Flag, boolean> & Record<List, string>>;

interface ReachProps {
  readonly kept: Kept;
  readonly keep: (change: Partial<Kept>) => Promise<void>;
  /** The person has typed something that cannot be kept: the page says so. */
  readonly refused: () => void;
}

const FLAGS: readonly { readonly of: Flag; readonly label: MessageKey; readonly help: MessageKey }[] = [
  { of: 'relayOnly', label: 'optionRelayOnly', help: 'optionRelayOnlyHelp' },
  { of: 'publicServers', label: 'optionPublicServers', help: 'optionPublicServersHelp' },
  { of: 'alwaysPublic', label: 'optionAlwaysPublic', help: 'optionAlwaysPublicHelp' },
];

interface ListField {
  readonly of: List;
  readonly label: MessageKey;
  readonly help: MessageKey;
  readonly wrong: MessageKey;
  readonly parse: (typed: string) => unknown;
}

const LISTS: readonly ListField[] = [
  { of: 'relay', label: 'optionRelay', help: 'optionRelayHelp', wrong: 'optionSocketsInvalid', parse: parseSockets },
  { of: 'ice', label: 'optionIce', help: 'optionIceHelp', wrong: 'optionIceInvalid', parse: parseIceServers },
  {
    of: 'trackers',
    label: 'optionTrackers',
    help: 'optionListHelp',
    wrong: 'optionSocketsInvalid',
    parse: parseSockets,
  },
  { of: 'nostr', label: 'optionNostr', help: 'optionListHelp', wrong: 'optionSocketsInvalid', parse: parseSockets },
];

/** How friends are reached. It counts from the next room on. */
export function Reach({ kept, keep, refused }: ReachProps): JSX.Element {
  const t = useWords();
  const [flags, setFlags] = useState<Readonly<Record<Flag, boolean>>>(kept);
  return (
    <details>
      <summary>{t('optionsReach')}</summary>
      {FLAGS.map(({ of, label, help }) => (
        <Switch
          key={of}
          label={t(label)}
          help={t(help)}
          checked={flags[of]}
          onChange={(on) => {
            setFlags((before) => ({ ...before, [of]: on }));
            void keep({ [of]: on });
          }}
        />
      ))}
      {LISTS.map((field) => (
        <Addresses
          key={field.of}
          field={field}
          kept={kept[field.of]}
          keep={(typed) => keep({ [field.of]: typed })}
          refused={refused}
        />
      ))}
    </details>
  );
}

interface AddressesProps {
  readonly field: ListField;
  readonly kept: string;
  readonly keep: (typed: string) => Promise<void>;
  readonly refused: () => void;
}

/** A line of addresses; only what can be read of it is kept. */
function Addresses({ field, kept, keep, refused }: AddressesProps): JSX.Element {
  const t = useWords();
  const [typed, setTyped] = useState(kept);
  const [isWrong, setIsWrong] = useState(false);
  return (
    <TextField
      label={t(field.label)}
      help={t(field.help)}
      value={typed}
      literal
      maxLength={REACH_TEXT_MAX}
      error={isWrong ? t(field.wrong) : undefined}
      onInput={(text) => {
        setTyped(text);
        setIsWrong(false);
      }}
      onCommit={(text) => {
        const isRead = field.parse(text) !== undefined;
        setIsWrong(!isRead);
        if (isRead) void keep(text.trim());
        else refused();
      }}
    />
  );
}
