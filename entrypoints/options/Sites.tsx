import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { KnownSite, Remembered } from '../../lib/browser/known-sites';
import { type Translate, useWords } from '../../lib/ui/words';

export interface SitesProps {
  readonly read: () => Promise<Remembered>;
  readonly forgetSite: (host: string) => Promise<void>;
  readonly forgetFilms: () => Promise<void>;
}

/** What is remembered of sites and films, each with the way to forget it; nothing: not even a heading. */
export function Sites({ read, forgetSite, forgetFilms }: SitesProps): JSX.Element | null {
  const t = useWords();
  const [remembered, setRemembered] = useState<Remembered>({ sites: [], films: 0 });
  const look = () => void read().then(setRemembered, () => {});
  useEffect(look, []);
  const { sites, films } = remembered;
  if (sites.length === 0 && films === 0) return null;
  return (
    <details>
      <summary>{t('optionsSites')}</summary>
      <ul class="sites">
        {sites.map((site) => (
          <Row
            key={site.host}
            name={site.host}
            about={aboutSite(site, t)}
            forget={() => forgetSite(site.host).then(look)}
          />
        ))}
        {films > 0 ? (
          <Row key="" name={t('shiftedFilms', `${films}`)} about="" forget={() => forgetFilms().then(look)} />
        ) : null}
      </ul>
    </details>
  );
}

function aboutSite({ chosen, player, pill }: KnownSite, t: Translate): string {
  const words = [chosen ? t('siteChosen') : '', player ? t('sitePlayer') : '', pill ? t('sitePill') : ''];
  return words.filter(Boolean).join(' · ');
}

interface RowProps {
  readonly name: string;
  readonly about: string;
  readonly forget: () => Promise<void>;
}

function Row({ name, about, forget }: RowProps): JSX.Element {
  const t = useWords();
  const id = useId();
  return (
    <li class="site">
      <div class="site-words" id={id}>
        <bdi>{name}</bdi>
        {about === '' ? null : <span class="field-help">{about}</span>}
      </div>
      <button type="button" aria-describedby={id} onClick={() => void forget()}>
        {t('forget')}
      </button>
    </li>
  );
}
