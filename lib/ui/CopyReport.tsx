import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './Icon';
import { useWords } from './words';

/** As long as "Copied" beside an invite, ms. */
const SAID_FOR_MS = 4_000;

interface CopyReportProps {
  /** Made when it is wanted. */
  readonly report: () => string;
  /** Puts the text on the clipboard; false: the browser would not. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** A button that copies what is known for whoever is to help; whether it was copied is said beside it. */
export function CopyReport({ report, copy }: CopyReportProps): JSX.Element {
  const t = useWords();
  const [outcome, setOutcome] = useState<'copied' | 'copyReportFailed'>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <div class="copy-report">
      <button type="button" onClick={async () => setOutcome((await copy(report())) ? 'copied' : 'copyReportFailed')}>
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
        {t('copyReport')}
      </button>
      <span class="field-said" role="status">
        {outcome ? t(outcome) : ''}
      </span>
    </div>
  );
}
