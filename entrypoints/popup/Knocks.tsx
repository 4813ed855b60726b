import type { JSX } from 'preact';
import { useWords } from '../../lib/ui/words';

interface AskersProps {
  readonly askers: readonly { readonly id: string; readonly name: string }[];
  readonly answer: (id: string, may: boolean) => void;
}

interface QuestionProps {
  /** What is asked, in words. */
  readonly asked: string;
  readonly yes: string;
  readonly answer: (may: boolean) => void;
}

function Question({ asked, yes, answer }: QuestionProps): JSX.Element {
  const t = useWords();
  return (
    <fieldset class="leaving" aria-label={asked}>
      <button type="button" class="primary" onClick={() => answer(true)}>
        {yes}
      </button>
      <button type="button" onClick={() => answer(false)}>
        {t('notNow')}
      </button>
    </fieldset>
  );
}

/** Who waits to be let in, with the answers. */
export function Knocks({ askers, answer }: AskersProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {askers.map(({ id, name }) => (
        <Question key={id} asked={t('knocking', name)} yes={t('letIn')} answer={(may) => answer(id, may)} />
      ))}
    </>
  );
}

/** Who asks to drive, with the answers. */
export function DriveAsks({ askers, answer }: AskersProps): JSX.Element {
  const t = useWords();
  return (
    <>
      {askers.map(({ id, name }) => (
        <Question key={id} asked={t('asksToDrive', name)} yes={t('letDrive')} answer={(may) => answer(id, may)} />
      ))}
    </>
  );
}
