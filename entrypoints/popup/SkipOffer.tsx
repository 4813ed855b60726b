import type { JSX } from 'preact';
import type { SkipAnswer, SkipQuestion } from '../../lib/core/room/skip-offer';
import { useWords } from '../../lib/ui/words';

interface SkipOfferProps {
  readonly offer: SkipQuestion;
  readonly answer: (answer: SkipAnswer, to: number) => void;
}

/** The buttons to what a notice above says: somebody's player has skipped a piece of the film. */
export function SkipOffer({ offer: { to }, answer }: SkipOfferProps): JSX.Element {
  const t = useWords();
  return (
    <div class="buttons">
      <button type="button" class="primary" onClick={() => answer('skip', to)}>
        {t('skipToo')}
      </button>
      <button type="button" onClick={() => answer('stay', to)}>
        {t('skipStay')}
      </button>
    </div>
  );
}
