import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { networkCauseIn } from '../../lib/core/doctor/cause';
import type { Check } from '../../lib/core/doctor/check';
import { reportText } from '../../lib/core/doctor/report';
import type { Problem } from '../../lib/core/ports/room-view';
import { Checks } from '../../lib/ui/Checks';
import { CopyReport } from '../../lib/ui/CopyReport';
import { CAUSE_WORDS } from '../../lib/ui/cause';
import { Icon } from '../../lib/ui/Icon';
import { problemKeys } from '../../lib/ui/problem';
import { useWords } from '../../lib/ui/words';
import type { PageHere, PopupActions } from './types';

/** What is known beyond the sentence, for whoever looks into it. */
export interface Known {
  readonly version: string;
  /** Undefined: the public PeerJS service. */
  readonly server: string | undefined;
}

/** What may go better the next time, as it is. */
const MAY_PASS: ReadonlySet<Problem> = new Set([
  'room-not-found',
  'server-unreachable',
  'webrtc-disabled',
  'no-path',
  'room-full',
  'room-locked',
  'not-let-in',
  'host-lost',
]);

interface TroubleProps {
  readonly problem: Problem;
  /** What was tried, and why it led nowhere. */
  readonly checks: readonly Check[];
  readonly page: PageHere;
  readonly known: Known;
  /** It is known what was tried. */
  readonly retries: boolean;
  readonly actions: PopupActions;
}

/** A problem, said once: one sentence, the next step, and what is known. */
export function Trouble({ problem, checks, page, known, retries, actions }: TroubleProps): JSX.Element {
  const t = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  // Another problem is news: read it out again.
  useEffect(() => heading.current?.focus(), [problem]);
  const { sentence, next } = problemKeys(problem);
  // What this machine's own network does is known better than that no path was found.
  const network = problem === 'no-path' ? networkCauseIn(checks) : undefined;
  const mayRetry = retries && MAY_PASS.has(problem);
  const mayAllow = problem === 'no-access' && page.state === 'no-access';
  return (
    <main class="state trouble">
      <div class="trouble-words">
        <Icon name="warning" />
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {t(sentence)}
          </h1>
          {network ? <p>{t(CAUSE_WORDS[network][0])}</p> : null}
          <p>{t(network ? CAUSE_WORDS[network][1] : next)}</p>
        </div>
      </div>
      <details>
        <summary>{t('details')}</summary>
        {checks.length > 0 ? <Checks checks={checks} /> : null}
        <dl>
          <dt>{t('detailWord')}</dt>
          <dd>
            <code>{problem}</code>
          </dd>
          <dt>{t('detailServer')}</dt>
          <dd>{known.server ?? t('publicServer')}</dd>
          <dt>{t('detailVersion')}</dt>
          <dd>{known.version}</dd>
        </dl>
        <CopyReport report={() => reportText({ version: known.version, problem, checks })} copy={actions.copy} />
      </details>
      <div class="buttons">
        {mayAllow ? (
          <button type="button" class="primary" onClick={() => actions.allowAccess(page.origins)}>
            {t('allowAccess')}
          </button>
        ) : null}
        {mayRetry ? (
          <button type="button" class="primary" onClick={actions.retry}>
            {t('tryAgain')}
          </button>
        ) : null}
        <button type="button" class={mayAllow || mayRetry ? '' : 'primary'} onClick={actions.dismiss}>
          {t('back')}
        </button>
      </div>
    </main>
  );
}
