import type { JSX } from 'preact';
import type { FilmQuestion, FollowAnswer } from '../../lib/core/film/follow';
import { useWords } from '../../lib/ui/words';

interface OtherFilmProps {
  readonly question: FilmQuestion;
  readonly answer: (answer: FollowAnswer) => void;
}

/** What the host watches and this tab does not. Title and site stand apart, so that no title passes for a site. */
export function OtherFilm({ question, answer }: OtherFilmProps): JSX.Element {
  const t = useWords();
  const { title, site, here } = question;
  return (
    <section class="other-film" aria-label={t('otherFilm', question.who)}>
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
          {t('goThere')}
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
