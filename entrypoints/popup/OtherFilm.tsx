import type { JSX } from 'preact';
import type { FilmQuestion, FollowAnswer } from '../../lib/core/film/follow';
import { type Translate, useWords } from '../../lib/ui/words';

interface OtherFilmProps {
  readonly question: FilmQuestion;
  readonly answer: (answer: FollowAnswer) => void;
}

/** Whether the host has gone on, or this tab has. */
export function questionText({ who, left }: FilmQuestion, t: Translate): string {
  return left ? t('otherPage') : t('otherFilm', who);
}

/** What the host watches and this tab does not. Title and site stand apart, so that no title passes for a site. */
export function OtherFilm({ question, answer }: OtherFilmProps): JSX.Element {
  const t = useWords();
  const { title, site, here, left } = question;
  return (
    <section class="other-film" aria-label={questionText(question, t)}>
      <div>
        {title ? (
          <bdi class="other-title" title={title}>
            {title}
          </bdi>
        ) : null}
        <bdi class="other-site">{site}</bdi>
      </div>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => answer('go')}>
          {t(left ? 'goBack' : 'goThere')}
        </button>
        {here ? (
          <button type="button" onClick={() => answer('same')}>
            {t('sameFilm')}
          </button>
        ) : null}
      </div>
    </section>
  );
}
