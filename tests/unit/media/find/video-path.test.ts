// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { videoPath } from '../../../../lib/media/find/video-path';

describe('FV-8: the place of a video', () => {
  afterEach(() => document.body.replaceChildren());

  it('is told from the next id on, through shadow roots', () => {
    document.body.innerHTML = '<main id="page"><div></div><div id="mount"></div></main>';
    const root = document.getElementById('mount')?.attachShadow({ mode: 'open' });
    const box = root?.appendChild(document.createElement('section'));
    box?.append(document.createElement('video'), document.createElement('video'));
    const film = box?.lastElementChild as Element;
    expect(videoPath(film)).toBe('#mount>>section:1/video:2');
  });

  it('does not lean on an id that is counted up', () => {
    document.body.innerHTML = '<div id="vjs_12"><video></video></div>';
    const film = document.querySelector('video') as Element;
    expect(videoPath(film)).toBe('html:1/body:1/div:1/video:1');
  });

  it('is that of its successor', () => {
    document.body.innerHTML = '<div><video></video></div>';
    const film = document.querySelector('video') as Element;
    const path = videoPath(film);
    const next = document.createElement('video');
    film.replaceWith(next);
    expect(videoPath(next)).toBe(path);
  });
});
