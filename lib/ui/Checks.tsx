import type { JSX } from 'preact';
import type { Check } from '../core/doctor/check';
import { CAUSE_WORDS, SUBJECT_WORDS } from './cause';
import { useWords } from './words';

function Row({ check: { subject, number, tookMs, cause } }: { readonly check: Check }): JSX.Element {
  const t = useWords();
  const words = cause && CAUSE_WORDS[cause];
  return (
    <li class="check" data-works={!cause}>
      <span class="check-mark" aria-hidden="true">
        {cause ? '✗' : '✓'}
      </span>
      <div>
        <span class="unseen">{t(cause ? 'checkFails' : 'checkWorks')} </span>
        <b>{t(SUBJECT_WORDS[subject], `${number ?? ''}`)}</b>{' '}
        <span class="check-took">{(tookMs / 1000).toFixed(1)} s</span>
        {words ? (
          <p>
            {t(words[0])} {t(words[1])}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** A row a thing that was looked at: whether it works, how long that took, why not, what to do. */
export function Checks({ checks }: { readonly checks: readonly Check[] }): JSX.Element {
  const t = useWords();
  return (
    <ul class="checks" aria-label={t('checksTitle')}>
      {checks.map((check) => (
        <Row key={`${check.subject} ${check.number}`} check={check} />
      ))}
    </ul>
  );
}
