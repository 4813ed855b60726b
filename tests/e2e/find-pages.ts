import { type Page, type Site, startSite } from '../helpers/site.mjs';
import { ATTENDING } from './films';

/** Pages that keep their films where one would not look first. */

const html = (script: string, before = '') =>
  `<!doctype html><html lang="en"><head>${ATTENDING}</head><body>${before}<script>{${script}}</script></body></html>`;
const BOX = 'style="width: 640px; height: 360px; border: 0"';
const SIZE = 'width: 640px; height: 360px; display: block';
const frame = (src: string, more = '') => `<iframe ${BOX} allow="autoplay" src="${src}" ${more}></iframe>`;

/** A script: makes a film and says where to put it. The film's address is absolute: it is used in any document. */
const make = (site: string, put: string) => `
  const make = () => Object.assign(document.createElement('video'), { src: '${site}/sample.mp4', style: '${SIZE}' });
  ${put}`;
const PLAIN = 'film = make(); document.body.append(film);';
const inClosedRoot = `
  const box = document.createElement('div');
  const root = box.attachShadow({ mode: 'closed' });
  const nested = document.createElement('section');
  const inner = nested.attachShadow({ mode: 'closed' });
  root.append(nested);
  document.body.append(box);
  const show = () => { film = make(); inner.replaceChildren(film); };
  wishes.swap = () => {
    const { currentTime, paused } = film;
    show();
    film.currentTime = currentTime;
    if (!paused) film.play();
  };
  show();`;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const inScript = (text: string) => JSON.stringify(text).replaceAll('</', '<\\/');

/** Two sites of other origins, whose frames the pages hold. */
export interface Neighbours {
  readonly first: Site;
  readonly second: Site;
}

/** @returns sites for frames; the innermost is of the second one */
export async function startNeighbours(): Promise<Neighbours> {
  const pages: Record<string, Page> = {};
  const second = await startSite({ host: 'localhost', pages });
  pages['/player.html'] = html(make(second.url, inClosedRoot));
  pages['/plain.html'] = html(make(second.url, PLAIN));
  pages['/sandboxed.html'] = {
    body: html(make(second.url, PLAIN)),
    headers: { 'Content-Security-Policy': 'sandbox allow-scripts' },
  };
  const first = await startSite({
    pages: { '/embed.html': html('', frame(`${second.url}/player.html`)), '/empty.html': html('') },
  });
  return { first, second };
}

/** By path; `site` is known only once the pages are served. */
export function findPages({ first, second }: Neighbours): Record<string, Page> {
  // The film comes from another site: these pages may be served from any port.
  const film = (put: string) => make(second.url, put);
  const plain = html(film(PLAIN));
  return {
    '/nested.html': html('', frame(`${first.url}/embed.html`)),
    '/srcdoc.html': html('', `<iframe ${BOX} allow="autoplay" srcdoc="${escaped(plain)}"></iframe>`),
    '/written.html': html(`
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.style = '${SIZE}';
      // Once it is a frame like another, and looked at like another.
      setTimeout(() => {
        frame.contentDocument.open();
        frame.contentDocument.write(${inScript(plain)});
        frame.contentDocument.close();
      }, 1000);`),
    '/sandboxed.html': html('', frame(`${second.url}/plain.html`, 'sandbox="allow-scripts"')),
    '/policy.html': html('', frame(`${second.url}/sandboxed.html`)),
    '/blob.html': html(`
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.style = '${SIZE}';
      frame.src = URL.createObjectURL(new Blob([${inScript(plain)}], { type: 'text/html' }));`),
    '/two.html': html(
      make(
        second.url,
        `
      const trailer = () => Object.assign(make(), { style: 'width: 700px; height: 260px; display: block', muted: true });
      document.body.prepend(trailer());
      wishes.swap = () => document.querySelector('video').replaceWith(trailer());
      wishes.more = () => document.body.append(make());`,
      ),
      `<iframe style="width: 480px; height: 200px; border: 0" allow="autoplay" src="${second.url}/plain.html"></iframe>`,
    ),
    '/later.html': html(`
      setTimeout(() => { document.body.innerHTML = '${frame(`${first.url}/empty.html`)}'; }, 500);
      setTimeout(() => { document.querySelector('iframe').src = '${second.url}/player.html'; }, 1000);`),
    '/reused.html': html(`
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.style = '${SIZE}';
      setTimeout(() => { frame.src = '/plain.html'; }, 1000);`),
    '/plain.html': plain,
    '/rooted-later.html': html(film(`setTimeout(() => {${inClosedRoot}}, 1000);`)),
    '/loose.html': html(film(`film = make(); setTimeout(() => film.play(), 1000);`)),
    // Counts how often its film is handed over, and at how many frames it was painted.
    '/painted.html': html(
      film(`
      painted = { frames: 0, handedOver: 0 };
      const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) {
        if (event.relatedTarget === film) painted.handedOver++;
        return dispatchEvent.call(this, event);
      };
      ${PLAIN}
      const paint = () => {
        painted.frames++;
        film.requestVideoFrameCallback(paint);
      };
      paint();`),
    ),
    '/moved.html': html(
      film(`${PLAIN}
      const other = document.body.appendChild(document.createElement('div'));
      wishes.move = () => {
        const to = film.parentElement === other ? document.body : other;
        film.remove();
        setTimeout(() => { to.append(film); film.play(); });
      };
      wishes.swap = () => {
        const next = make();
        next.currentTime = film.currentTime;
        if (!film.paused) next.play();
        film.replaceWith(next);
        film = next;
      };`),
    ),
    '/decoys.html': html(
      film(`
      document.body.append(Object.assign(document.createElement('video'), { style: '${SIZE}' }));
      const thumbnail = Object.assign(make(), { style: 'width: 160px; height: 90px', muted: true, loop: true });
      const background = Object.assign(make(), { style: 'width: 100%; height: 300px', muted: true, loop: true });
      document.body.append(thumbnail, background);
      thumbnail.play();
      background.play();
      ${PLAIN}`),
    ),
  };
}
