import type { JSX } from 'preact';
import { Icon } from '../../lib/ui/Icon';
import { Notice } from '../../lib/ui/Notice';
import { problemKeys } from '../../lib/ui/problem';
import { useWords } from '../../lib/ui/words';
import type { PageHere } from './types';

interface PageLineProps {
  readonly page: PageHere;
  /** Somebody just tried and was kept from it by this page: say it again, and aloud. */
  readonly insist: boolean;
  readonly allowAccess: (origins: readonly string[]) => void;
}

/** The tab's video in words, or why there is none to be had here. */
export function PageLine({ page, insist, allowAccess }: PageLineProps): JSX.Element {
  const t = useWords();
  if (page.state === 'no-access' || page.state === 'not-a-web-page') {
    const { sentence, next } = problemKeys(page.state);
    return (
      // A new element: a live region that only changes its role is not read out.
      <Notice key={String(insist)} {...(insist ? { role: 'alert' } : {})}>
        <p>
          {t(sentence)} {t(next)}
        </p>
        {page.state === 'no-access' ? (
          <button type="button" onClick={() => allowAccess(page.origins)}>
            {t('allowAccess')}
          </button>
        ) : null}
      </Notice>
    );
  }
  return (
    <div class="page-line" data-state={page.state}>
      <Icon name="film" />
      {page.state === 'video' ? (
        <p class="page-film" title={page.title}>
          <bdi class="page-title">{page.title}</bdi>{' '}
          <span class="page-host">
            <span class="page-dot">· </span>
            {page.host}
          </span>
        </p>
      ) : (
        <p>{t(page.state === 'looking' ? 'lookingForVideo' : 'noVideo')}</p>
      )}
    </div>
  );
}
