// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Tree, watchTree } from '../../../../lib/media/find/tree';

/** More than the time in which a page's changes are gathered. */
const SETTLED_MS = 250;

let closed: WeakMap<Element, ShadowRoot>;
let opened: number;
let life: AbortController;
let tree: Tree;
const changed = vi.fn();
const moved = vi.fn();
const played = vi.fn();

const openShadow = (element: Element) => {
  opened += 1;
  return element.shadowRoot ?? closed.get(element) ?? null;
};
function attach(host: Element): ShadowRoot {
  const root = host.attachShadow({ mode: 'closed' });
  closed.set(host, root);
  return root;
}
const settle = async () => {
  // Mutations are told in a microtask of their own.
  await Promise.resolve();
  await vi.advanceTimersByTimeAsync(SETTLED_MS);
};
const video = () => document.createElement('video');

beforeEach(() => {
  vi.useFakeTimers();
  closed = new WeakMap();
  opened = 0;
  life = new AbortController();
  for (const spy of [changed, moved, played]) spy.mockReset();
  document.body.replaceChildren();
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
});
const watch = () => {
  tree = watchTree({ openShadow, changed, moved, played, rootReplaced: () => {} }, life.signal);
};

describe('FV-4: videos of a tree', () => {
  it('are found where they are, closed shadow roots of others included', () => {
    const outer = document.body.appendChild(document.createElement('div'));
    const inner = attach(outer).appendChild(document.createElement('x-player'));
    const film = attach(inner).appendChild(video());
    const plain = document.body.appendChild(video());
    watch();
    expect(tree.videos()).toEqual([plain, film]);
  });

  it('are found when they are added, alone or within something', async () => {
    watch();
    const box = document.createElement('div');
    const film = box.appendChild(video());
    document.body.append(box);
    const root = attach(document.body.appendChild(document.createElement('x-player')));
    const second = root.appendChild(video());
    await settle();
    await settle();
    expect(tree.videos()).toEqual([film, second]);
    expect(changed).toHaveBeenCalled();
  });

  it('are forgotten when they are taken out', async () => {
    const film = document.body.appendChild(video());
    watch();
    film.remove();
    await settle();
    expect(tree.videos()).toEqual([]);
    expect(moved).not.toHaveBeenCalled();
  });

  it('are told of when they are put elsewhere', async () => {
    const film = document.body.appendChild(video());
    const box = document.body.appendChild(document.createElement('div'));
    watch();
    box.append(film);
    await settle();
    expect(moved).toHaveBeenCalledExactlyOnceWith(film);
    expect(tree.videos()).toEqual([film]);
  });

  it('looks only into what was added', async () => {
    for (let i = 0; i < 200; i += 1) document.body.append(document.createElement('div'));
    watch();
    const before = opened;
    document.body.append(document.createElement('section'));
    await settle();
    expect(opened - before).toBe(1);
  });

  it('says nothing of changes that bear on no video', async () => {
    watch();
    await settle();
    changed.mockReset();
    const text = document.body.appendChild(document.createTextNode('news'));
    text.data = 'more news';
    await settle();
    expect(changed).not.toHaveBeenCalled();
  });

  it('looks at everything anew on demand', async () => {
    const host = document.body.appendChild(document.createElement('x-late'));
    watch();
    const film = attach(host).appendChild(video());
    await settle();
    expect(tree.videos()).toEqual([]);
    tree.rescan();
    await settle();
    await settle();
    expect(tree.videos()).toEqual([film]);
  });
});

describe('FV-5: what a script hands over', () => {
  it('is a video in no document', async () => {
    watch();
    const film = video();
    tree.take(film);
    await settle();
    expect(tree.videos()).toEqual([film]);
    expect(tree.isLoose(film)).toBe(true);
    expect(played).not.toHaveBeenCalled();
    document.body.append(film);
    await settle();
    expect(tree.isLoose(film)).toBe(false);
    film.remove();
    await settle();
    expect(tree.videos()).toEqual([]);
  });

  it('is heard of what it loads, though no document hears of it', async () => {
    watch();
    const film = video();
    tree.take(film);
    await settle();
    changed.mockClear();
    film.dispatchEvent(new Event('loadedmetadata'));
    await settle();
    expect(changed).toHaveBeenCalled();
  });

  it.each([
    ['in the document', () => document.body.appendChild(video())],
    ['in none', video],
  ])('is looked at once, however often it is handed over: a video %s', async (_, make) => {
    watch();
    const film = make();
    tree.take(film);
    await settle();
    changed.mockReset();
    // As by a page that asks for each frame of its film.
    for (let frame = 0; frame < 60; frame += 1) tree.take(film);
    await settle();
    expect(changed).not.toHaveBeenCalled();
    expect(tree.videos()).toEqual([film]);
  });

  it('is heard of what it loads, in a shadow root that nobody has opened yet', async () => {
    const host = document.body.appendChild(document.createElement('div'));
    watch();
    const film = attach(host).appendChild(video());
    tree.take(film);
    await settle();
    changed.mockReset();
    film.dispatchEvent(new Event('loadedmetadata'));
    await settle();
    expect(changed).toHaveBeenCalled();
  });

  it('is an element whose shadow root is new', async () => {
    watch();
    const host = document.body.appendChild(document.createElement('div'));
    await settle();
    const root = attach(host);
    tree.take(host);
    const film = root.appendChild(video());
    await settle();
    expect(tree.videos()).toEqual([film]);
  });

  it('is bounded', async () => {
    watch();
    for (let i = 0; i < 100; i += 1) tree.take(video());
    await settle();
    expect(tree.videos()).toHaveLength(16);
  });
});
