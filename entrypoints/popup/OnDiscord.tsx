import type { JSX } from 'preact';
import type { DiscordView } from '../../lib/core/ports/companion';
import { discordText } from '../../lib/ui/discord';
import { Switch } from '../../lib/ui/Switch';
import { useWords } from '../../lib/ui/words';
import type { PopupActions } from './types';

interface OnDiscordProps {
  readonly discord: DiscordView;
  readonly actions: Pick<PopupActions, 'showOnDiscord' | 'tellSite'>;
}

/** Whether this room is shown on Discord, what is told there, and how it stands with it. */
export function OnDiscord({ discord: { link, shown, site }, actions }: OnDiscordProps): JSX.Element {
  const t = useWords();
  return (
    <>
      <Switch
        label={t('showOnDiscord')}
        help={t('showOnDiscordHelp')}
        checked={shown}
        onChange={actions.showOnDiscord}
      />
      {shown && site ? (
        <Switch
          label={t('tellSite', site.name)}
          checked={site.told}
          onChange={(on) => actions.tellSite(site.name, on)}
        />
      ) : null}
      <p class="soft" role="status">
        {shown ? discordText(link, t) : ''}
      </p>
    </>
  );
}

interface DiscordRequestsProps {
  readonly discord: DiscordView | undefined;
  readonly answer: PopupActions['answerRequest'];
}

/** Who asks on Discord to join, with the answers. */
export function DiscordRequests({ discord, answer }: DiscordRequestsProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {discord?.requests.map(({ userId, name }) => (
        <fieldset key={userId} class="leaving" aria-label={t('asksOnDiscord', name)}>
          <button type="button" class="primary" onClick={() => answer(userId, true)}>
            {t('letIn')}
          </button>
          <button type="button" onClick={() => answer(userId, false)}>
            {t('notNow')}
          </button>
        </fieldset>
      ))}
    </>
  );
}
