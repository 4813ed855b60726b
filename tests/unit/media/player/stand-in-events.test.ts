import { describe, expect, test } from 'vitest';
import type { VideoLike } from '../../../../lib/media/player/player';
import { standInEvents } from '../../../../lib/media/player/stand-in-events';

const element = () => new EventTarget() as VideoLike;
const never = new AbortController().signal;

describe('ST-4: the events of a stand-in', () => {
  test('are its own, and of the element’s those that pass', () => {
    const video = element();
    const { emit, addEventListener } = standInEvents(video, (type) => type !== 'pause', never);
    const heard: string[] = [];
    for (const type of ['play', 'pause', 'seeking']) addEventListener(type, (event) => heard.push(event.type));
    addEventListener('play', { handleEvent: () => heard.push('object') });
    addEventListener('play', null);
    video.dispatchEvent(new Event('play'));
    video.dispatchEvent(new Event('pause'));
    emit('seeking');
    emit('seeked');
    expect(heard).toEqual(['play', 'object', 'seeking']);
  });

  test('are heard once, or until their signal, and no more of the element after its end', () => {
    const video = element();
    const [end, life] = [new AbortController(), new AbortController()];
    const { emit, addEventListener } = standInEvents(video, () => true, end.signal);
    const heard: string[] = [];
    addEventListener('play', () => heard.push('once'), { once: true });
    addEventListener('play', () => heard.push('life'), { signal: life.signal });
    addEventListener('play', () => heard.push('gone'), { signal: AbortSignal.abort() });
    addEventListener('play', () => heard.push('end'), true);
    emit('play');
    life.abort();
    emit('play');
    end.abort();
    video.dispatchEvent(new Event('play'));
    expect(heard).toEqual(['once', 'life', 'end', 'end']);
  });
});
