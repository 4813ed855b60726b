import { cardButtons, cardLine } from '../../lib/media/overlay/card';
import { createLayer } from '../../lib/media/overlay/layer';
import { createOverlay } from '../../lib/media/overlay/overlay';
import { createPicker } from '../../lib/media/overlay/picker';
import { createPill } from '../../lib/media/overlay/pill';

/**
 * What Lockstep draws, in a plain page: the test presses by mouse and keys what is drawn there. All shadow trees of the
 * page's that are closed are named to it by `closedTrees`, as the browser does for an extension.
 */
declare global {
  interface Window {
    /** Closed shadow trees, by their host. */
    closedTrees: WeakMap<Element, ShadowRoot>;
    overlay: OverlayUnderTest;
  }
}

/** Its element is the last thing that the layer has put anywhere, and closed: these look into it. */
export interface OverlayUnderTest {
  prompt(): void;
  ask(): void;
  say(text: string): void;
  choose(): void;
  /** The room's state is shown over the film, as its browser does from the join on. */
  pill(): void;
  /** How the pill is read out, and whether it has faded. */
  pillSays(): { readonly description: string | null; readonly expanded: string | null; readonly faded: boolean };
  end(): void;
  focus(name: string): void;
  /** The empty live region is there, and drawn. */
  stands(): boolean;
  /** What was pressed of ours, in order. */
  readonly pressed: string[];
  /** The middle of a button that is drawn, by its words; undefined: none is. */
  middleOf(name: string): { readonly x: number; readonly y: number } | undefined;
  /** Whether a press there would reach it. */
  isReached(name: string): boolean;
  /** All words that are drawn. */
  words(): readonly string[];
  /** What is said, with its cards, as a box. */
  boxOfWords(): { readonly left: number; readonly right: number; readonly top: number };
  /** Where the layer's element lies: the id of what holds it, or its name. */
  home(): string;
}

const attachShadow = Element.prototype.attachShadow;
const roots: ShadowRoot[] = [];
/** The page's own are closed as well: what is made from now on is ours. */
Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
  const root = attachShadow.call(this, init);
  roots.push(root);
  return root;
};

const life = new AbortController();
const openShadow = (element: Element) => element.shadowRoot ?? window.closedTrees.get(element) ?? null;
const layer = createLayer(openShadow, life.signal);
Element.prototype.attachShadow = attachShadow;
const [root] = roots;
if (!root) throw new Error('the layer has no shadow tree');

const words = {
  unmute: 'Unmute',
  play: 'Play',
  unmuteByKey: 'Press Enter to unmute',
  playByKey: 'Press Enter to play',
  answerElsewhere: 'Leave full screen to answer',
};
const overlay = createOverlay(layer, words, life.signal);
const pickerWords = {
  title: 'Choose',
  hint: 'By keys or pointer',
  hintByKey: 'By keys',
  one: (place: number) => `Video ${place}`,
};
const pressed: string[] = [];
const picker = createPicker(
  layer,
  pickerWords,
  (press) => pressed.push('index' in press ? `take ${press.index}` : press.press),
  life.signal,
);
const pill = createPill(
  layer,
  {
    ...{ name: 'Lockstep', members: (count) => `Members: ${count}`, unread: (count) => `Unread: ${count}` },
    ...{ syncNow: 'Sync me now', chat: 'Chat', hide: 'Hide on this site' },
  },
  {
    syncNow: () => pressed.push('Sync me now'),
    chat: () => pressed.push('Chat'),
    placed: ({ x, y, hidden }) => pressed.push(hidden ? 'hidden' : `placed ${x.toFixed(1)} ${y.toFixed(1)}`),
  },
  life.signal,
);
const film = () => {
  const player = document.querySelector('#player');
  const within = (player && openShadow(player)) ?? document;
  return within.querySelector('video') as HTMLVideoElement;
};
const isDrawn = (element: Element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;

const buttonOf = (name: string) =>
  [...root.querySelectorAll('button')].find(
    (each) => isDrawn(each) && (each.getAttribute('aria-label') ?? each.textContent) === name,
  );

layer.over(film());
layer.stand();

window.overlay = {
  pressed,
  prompt: () =>
    overlay.prompt('unmute', film(), () => {
      pressed.push('Unmute');
      overlay.prompt('none', film(), () => {});
    }),
  ask() {
    const card = document.createElement('section');
    card.append(
      cardLine('Ann is watching another video', 'said'),
      cardButtons([['Go there', () => pressed.push('Go there')]]),
    );
    overlay.card(card);
  },
  say: (text) => overlay.toast(text),
  choose: () => picker.show([film()], 0, 1, 0),
  pill() {
    pill.over(film());
    pill.show({ state: 'In sync', members: 2, calm: true, unread: 0 });
  },
  pillSays() {
    const button = root.querySelector('.pill > button');
    return {
      description: button?.getAttribute('aria-description') ?? null,
      expanded: button?.getAttribute('aria-expanded') ?? null,
      faded: root.querySelector('.pill')?.classList.contains('faded') ?? false,
    };
  },
  end: () => life.abort(),
  focus: (name) => buttonOf(name)?.focus(),
  stands() {
    const region = root.querySelector('[role=status]');
    return region?.isConnected === true && region.checkVisibility() && region.childElementCount === 0;
  },
  middleOf(name) {
    const box = buttonOf(name)?.getBoundingClientRect();
    return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  },
  isReached(name) {
    const middle = window.overlay.middleOf(name);
    if (!middle) return false;
    let hit = document.elementFromPoint(middle.x, middle.y);
    for (let within = hit && openShadow(hit); within; within = hit && openShadow(hit)) {
      const next = within.elementFromPoint(middle.x, middle.y);
      if (!next || next === hit) break;
      hit = next;
    }
    return hit === root.host;
  },
  words: () =>
    [...root.querySelectorAll<HTMLElement>('[data-words], p, button')]
      .filter(isDrawn)
      .map((each) => each.dataset.words ?? each.textContent ?? ''),
  boxOfWords() {
    const { left, right, top } = root.querySelector('[role=status]')?.getBoundingClientRect() ?? new DOMRect();
    return { left, right, top };
  },
  home() {
    const { parentNode } = root.host;
    if (!root.host.isConnected || !parentNode) return 'nowhere';
    if (parentNode instanceof ShadowRoot) return `shadow of ${parentNode.host.id}`;
    const { id, localName } = parentNode as Element;
    return id || localName;
  },
};
