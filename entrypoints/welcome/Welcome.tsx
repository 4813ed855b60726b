import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { WaitingInvite } from '../../lib/browser/message-map';
import type { Settings } from '../../lib/browser/settings';
import { cleanName, NAME_MAX } from '../../lib/core/wire/fields';
import { ColourChoice } from '../../lib/ui/ColourChoice';
import { Mark } from '../../lib/ui/Mark';
import { Switch } from '../../lib/ui/Switch';
import { TextField } from '../../lib/ui/TextField';
import { useWords } from '../../lib/ui/words';

export interface WelcomeProps {
  readonly kept: Pick<Settings, 'name' | 'colour' | 'autoJoin'>;
  /** Invites in tabs that were open before Lockstep was installed. */
  readonly invites: readonly WaitingInvite[];
  readonly save: (change: Partial<Settings>) => Promise<void>;
  readonly join: (waiting: WaitingInvite) => Promise<void>;
  /** Opens two windows in which Lockstep is tried out; absent where a browser has no windows. */
  readonly tryIt: (() => Promise<void>) | undefined;
  /** Closes this page. */
  readonly done: () => Promise<void>;
}

/** What a person reads and chooses once, right after the installation (SPEC WE-1). */
export function Welcome({ kept, invites, save, join, tryIt, done }: WelcomeProps): JSX.Element {
  const t = useWords();
  const [name, setName] = useState(kept.name);
  const [colour, setColour] = useState(kept.colour);
  const [autoJoin, setAutoJoin] = useState(kept.autoJoin);
  const [failed, setFailed] = useState(false);
  const keepName = () => save({ name: cleanName(name) });
  return (
    <main class="welcome">
      <header class="welcome-head">
        <Mark />
        <h1>{t('welcomeTitle')}</h1>
      </header>
      {invites.length > 0 ? (
        <section class="welcome-part" aria-labelledby="invites">
          <h2 id="invites">{t('welcomeInvites')}</h2>
          <ul class="invites">
            {invites.map((waiting) => (
              <Row
                key={waiting.tabId}
                waiting={waiting}
                join={() => {
                  // A name that was only typed so far is what the others shall see.
                  void keepName()
                    .then(() => join(waiting))
                    .catch(() => setFailed(true));
                }}
              />
            ))}
          </ul>
          <p class="field-error" role="alert">
            {failed ? t('noAnswer') : ''}
          </p>
        </section>
      ) : null}
      <div class="welcome-part">
        <p>{t('welcomeHow')}</p>
        <p class="field-help">{t('welcomeButton')}</p>
      </div>
      {tryIt ? (
        <section class="welcome-part welcome-try">
          <button type="button" aria-describedby="try-help" onClick={() => void keepName().then(tryIt)}>
            {t('tryIt')}
          </button>
          <p id="try-help" class="field-help">
            {t('tryItHelp')}
          </p>
        </section>
      ) : null}
      <section class="welcome-part" aria-labelledby="seen">
        <h2 id="seen">{t('welcomeSeen')}</h2>
        <ul class="seen">
          <li>{t('welcomeSeenName')}</li>
          <li>{t('welcomeSeenPage')}</li>
          <li>{t('welcomeSeenAddress')}</li>
        </ul>
        <p>{t('welcomeNoRoom')}</p>
      </section>
      <TextField
        label={t('yourName')}
        help={t('optionsNameHelp')}
        placeholder={t('yourNameHint')}
        value={name}
        maxLength={NAME_MAX}
        onInput={setName}
        onCommit={(typed) => void save({ name: cleanName(typed) })}
      />
      <ColourChoice
        value={colour}
        onChange={(chosen) => {
          setColour(chosen);
          void save({ colour: chosen });
        }}
      />
      <Switch
        label={t('optionAutoJoin')}
        help={t('optionAutoJoinHelp')}
        checked={autoJoin}
        onChange={(on) => {
          setAutoJoin(on);
          void save({ autoJoin: on });
        }}
      />
      <div class="buttons">
        <button type="button" class="primary" onClick={() => void keepName().then(done)}>
          {t('done')}
        </button>
      </div>
    </main>
  );
}

function Row({ waiting, join }: { readonly waiting: WaitingInvite; readonly join: () => void }): JSX.Element {
  const t = useWords();
  const id = useId();
  const { title, host, trust, invite } = waiting;
  const server = invite.server ?? '';
  return (
    <li class="invite">
      <div class="invite-words" id={id}>
        <bdi class="invite-title">{title}</bdi>
        <span class="field-help">{host}</span>
        {trust === 'unknown' ? <span class="field-help">{t('invitedServer', server)}</span> : null}
        {trust === 'near' ? <span class="field-help">{t('invitedNear', server)}</span> : null}
      </div>
      <button type="button" aria-describedby={id} onClick={join}>
        {t('join')}
      </button>
    </li>
  );
}
