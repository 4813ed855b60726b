import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { reportText } from '../../lib/core/doctor/report';
import type { Tested } from '../../lib/core/ports/check-schema';
import { Checks } from '../../lib/ui/Checks';
import { CopyReport } from '../../lib/ui/CopyReport';
import { useWords } from '../../lib/ui/words';

/** Has the ways tried out. @param ended nothing more comes @returns breaks it off */
export type TestIt = (told: (tested: Tested) => void, ended: () => void) => () => void;

interface TestConnectionProps {
  readonly version: string;
  readonly test: TestIt;
  readonly copy: (text: string) => Promise<boolean>;
}

/** Tries out how friends are reached, with a row a check (SPEC DR-5). */
export function TestConnection({ version, test, copy }: TestConnectionProps): JSX.Element {
  const t = useWords();
  const [tested, setTested] = useState<Tested>();
  const [state, setState] = useState<'none' | 'testing' | 'tested' | 'testBroken'>('none');
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const begin = () => {
    stop.current();
    setTested(undefined);
    setState('testing');
    stop.current = test(
      (now) => {
        setTested(now);
        if (now.done) setState('tested');
      },
      () => setState((before) => (before === 'testing' ? 'testBroken' : before)),
    );
  };
  const checks = tested?.checks ?? [];
  return (
    <section class="test-connection">
      <div class="field-row">
        <button type="button" onClick={begin} disabled={state === 'testing'}>
          {t('testConnection')}
        </button>
        <span class="field-said" role="status">
          {state === 'none' ? '' : t(state)}
        </span>
      </div>
      <p class="field-help">{t('testConnectionHelp')}</p>
      {checks.length > 0 ? <Checks checks={checks} /> : null}
      {state === 'tested' ? <CopyReport report={() => reportText({ version, checks })} copy={copy} /> : null}
    </section>
  );
}
