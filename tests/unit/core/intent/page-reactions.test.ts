import { describe, expect, test } from 'vitest';
import { Desk, inStep, words } from '../../../helpers/model-desk';

/** In step, and then sought to 300 because somebody else jumped there. */
function ownSeeks(): Desk {
  const desk = inStep();
  desk.room({ playback: { position: 300 } });
  desk.until('seek');
  return desk;
}

/** At rest, and then sought to 300. */
function soughtAtRest(): Desk {
  const desk = inStep();
  expect(words(desk.room({ playback: { paused: true, position: 300 } }))).toEqual(['pause', 'seek']);
  desk.player('pause', { paused: true }, true);
  desk.player('seeking', { seeking: true, position: 300 }, true);
  desk.now += 80;
  desk.player('seeked', { seeking: false }, true);
  return desk;
}

describe('IN-6: a page that answers us', () => {
  test('by seeking back is not published, at its landing neither', () => {
    const desk = ownSeeks();
    const { position } = desk.view;
    desk.player('seeking', { seeking: true, position: 300 }, true);
    desk.now += 100;
    desk.player('seeked', { seeking: false }, true);
    desk.now += 200;
    expect(words(desk.player('seeking', { seeking: true, position: position + 0.3 }))).not.toContain('intent');
    desk.now += 900;
    expect(words(desk.player('seeked', { seeking: false }))).not.toContain('intent');
    // The next jump is somebody's.
    expect(words(desk.player('seeking', { seeking: true, position: 500 }))).toContain('intent');
  });

  test('by seeking back to where the player stood, however fast it was about to go', () => {
    const desk = inStep();
    desk.view = { ...desk.view, rate: 2 };
    desk.room({ playback: { position: 300 } });
    desk.until('seek');
    const { position } = desk.view;
    desk.player('seeking', { seeking: true, position: 300 }, true);
    desk.now += 500;
    expect(words(desk.player('seeking', { seeking: true, position }))).not.toContain('intent');
  });

  test('also after somebody has pressed something in between', () => {
    const desk = ownSeeks();
    const { position } = desk.view;
    desk.player('seeking', { seeking: true, position: 300 }, true);
    desk.now += 100;
    expect(words(desk.player('seeking', { position: 700 }))).toContain('intent');
    desk.now += 200;
    expect(words(desk.player('seeking', { position }))).not.toContain('intent');
  });

  test('and may answer each of two seeks that follow each other fast', () => {
    const desk = ownSeeks();
    const { position } = desk.view;
    desk.player('seeking', { seeking: true, position: 300 }, true);
    desk.now += 100;
    desk.player('seeked', { seeking: false }, true);
    expect(words(desk.room({ playback: { position: 500 } }))).toEqual(['seek']);
    desk.player('seeking', { seeking: true, position: 500 }, true);
    desk.now += 50;
    for (const back of [position + 0.3, 300]) {
      expect(words(desk.player('seeking', { seeking: true, position: back }))).not.toContain('intent');
      desk.now += 50;
      expect(words(desk.player('seeked', { seeking: false }))).not.toContain('intent');
    }
  });

  test('later, or elsewhere, a seek is a person’s', () => {
    const late = ownSeeks();
    const { position } = late.view;
    late.player('seeking', { seeking: true, position: 300 }, true);
    late.now += 700;
    expect(words(late.player('seeking', { position }))).toContain('intent');
    const roomMoved = ownSeeks();
    roomMoved.player('seeking', { seeking: true, position: 300 }, true);
    roomMoved.now += 300;
    expect(words(roomMoved.player('seeking', { position: 290 }))).toContain('intent');
  });

  test.each([false, true])('by playing once a seek at rest has landed is stopped again (touched: %s)', (userActive) => {
    const desk = soughtAtRest();
    desk.now += 4;
    expect(words(desk.player('play', { paused: false, userActive }))).toEqual(['pause']);
  });

  test('so is it by playing once a seek of its own at rest has landed', () => {
    const desk = new Desk();
    desk.view = { ...desk.view, paused: true, userActive: false };
    desk.room();
    desk.tick(2_000);
    expect(words(desk.player('seeking', { seeking: true, position: 0 }))).toEqual([]);
    desk.now += 80;
    desk.player('seeked', { seeking: false });
    desk.now += 4;
    expect(words(desk.player('play', { paused: false }))).not.toContain('intent');
  });

  test('so is it where the room was paused while the seek was under way', () => {
    const desk = ownSeeks();
    desk.player('seeking', { seeking: true, position: 300 }, true);
    expect(words(desk.room({ playback: { paused: true, position: 300 } }))).toContain('pause');
    desk.player('pause', { paused: true }, true);
    desk.player('seeked', { seeking: false }, true);
    expect(words(desk.player('play', { paused: false }))).not.toContain('intent');
  });

  test('a play that comes later is a person’s', () => {
    const desk = soughtAtRest();
    desk.now += 400;
    expect(words(desk.player('play', { paused: false }))).toContain('intent');
  });

  test('by playing again a moment after it was paused is stopped again; later, or touched, it is a person’s', () => {
    const paused = () => {
      const desk = inStep();
      expect(words(desk.room({ playback: { paused: true } }))).toContain('pause');
      desk.player('pause', { paused: true }, true);
      return desk;
    };
    const page = paused();
    page.now += 150;
    expect(words(page.player('play', { paused: false, userActive: false }))).toEqual(['pause']);
    const late = paused();
    late.now += 300;
    expect(words(late.player('play', { paused: false, userActive: false }))).toContain('intent');
    const userActive = paused();
    userActive.now += 150;
    expect(words(userActive.player('play', { paused: false, userActive: true }))).toContain('intent');
  });

  test('a play where nobody sought is a person’s', () => {
    const desk = inStep();
    desk.room({ playback: { paused: true } });
    desk.player('pause', { paused: true }, true);
    desk.player('seeking', { seeking: true, position: 110 });
    desk.player('seeked', { seeking: false });
    expect(words(desk.player('play', { paused: false }))).toContain('intent');
  });

  test('IN-11: by setting rate 1 as it gets going has the room’s rate written again', () => {
    const desk = inStep();
    desk.room({ playback: { rate: 1.5 } });
    desk.player('ratechange', { rate: 1.5 }, true);
    desk.play(5_000);
    desk.player('playing');
    for (const laterMs of [5, 800]) {
      desk.now += laterMs;
      expect(desk.player('ratechange', { rate: 1 })).toEqual([{ type: 'rate', rate: 1.5 }]);
      desk.view = { ...desk.view, rate: 1.5 };
    }
    desk.now += 1_000;
    expect(words(desk.player('ratechange', { rate: 1, userActive: true }))).toContain('intent');
  });

  test('rate 1 soon after the player got going is a person’s who has pressed something, where the page has set none back', () => {
    const pressed = (userActive: boolean) => {
      const desk = inStep();
      desk.room({ playback: { rate: 1.5 } });
      desk.player('ratechange', { rate: 1.5 }, true);
      desk.play(5_000);
      desk.player('playing');
      desk.now += 800;
      return words(desk.player('ratechange', { rate: 1, userActive }));
    };
    expect(pressed(true)).toContain('intent');
    expect(pressed(false)).toEqual(['rate']);
  });

  /** In step at 1.5×; its player has just got going again, and the page has set the rate back. */
  const setBack = () => {
    const desk = inStep();
    desk.room({ playback: { rate: 1.5 } });
    desk.player('ratechange', { rate: 1.5 }, true);
    desk.play(5_000);
    desk.player('playing');
    desk.now += 1;
    expect(words(desk.player('ratechange', { rate: 1 }))).toEqual(['rate']);
    desk.view = { ...desk.view, rate: 1.5 };
    return desk;
  };

  test.each([
    ['held', 0.12, 'pause'],
    ['nudged', -0.06, 'rate'],
  ])('IN-10: by setting the rate back is not %s while it may do so again', (_, slipS, cure) => {
    const desk = setBack();
    desk.slip(1.5 * slipS);
    expect(words(desk.play(1_400, 25))).toEqual([]);
    expect(words(desk.play(400, 25))).toContain(cure);
  });

  test('IN-10: by setting the rate back is not begun fast either, and is sought at once all the same', () => {
    const desk = setBack();
    desk.state = { ...desk.state, phase: { kind: 'idle' }, pipelineEmpty: false };
    expect(words(desk.tick(0, { paused: true, position: desk.view.position - 0.045 }))).toEqual(['play']);
    expect(words(setBack().room({ playback: { position: 400 } }))).toContain('seek');
  });

  test('nor does it take back what somebody else has chosen meanwhile', () => {
    const desk = inStep();
    desk.view = { ...desk.view, userActive: false };
    desk.player('playing');
    desk.now += 400;
    desk.room({ playback: { rate: 1.25 } });
    desk.player('ratechange', { rate: 1.25 }, true);
    desk.now += 600;
    expect(desk.player('ratechange', { rate: 1 })).toEqual([{ type: 'rate', rate: 1.25 }]);
  });

  test('rate 1 soon after another was chosen is a person’s, however soon after the player got going', () => {
    const desk = inStep();
    desk.player('playing');
    desk.now += 400;
    expect(words(desk.player('ratechange', { rate: 1.25 }))).toContain('intent');
    desk.now += 600;
    expect(words(desk.player('ratechange', { rate: 1 }))).toContain('intent');
  });

  test('another rate is a person’s, however soon', () => {
    const desk = inStep();
    desk.player('playing');
    expect(words(desk.player('ratechange', { rate: 1.25 }))).toContain('intent');
  });
});

test('SY-6: who accepts a seek at rest and then seeks back is not sought for ever', () => {
  const desk = new Desk();
  desk.view = { ...desk.view, paused: true };
  desk.room({ playback: { position: 300 } });
  let seeks = 0;
  for (let i = 0; i < 20; i++) {
    const effects = [...desk.tick(100, { position: 100 }), ...desk.tick(100, { position: 300 })];
    seeks += words(effects).filter((word) => word === 'seek').length;
  }
  expect(seeks).toBeLessThanOrEqual(3);
});
