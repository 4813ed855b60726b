import * as v from 'valibot';
import { POSITION_MAX_S } from '../time/playback';
import { TEXT_MAX } from './chosen-video';
import { cleanTitle, pageUrl, TITLE_MAX } from './media';

/** What a tab's top frame says of its page. */
export const pageSchema = v.object({
  key: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,200}$/)),
  url: v.pipe(
    v.string(),
    v.transform((url) => pageUrl(url) ?? ''),
    v.minLength(1),
  ),
  title: v.pipe(v.string(), v.maxLength(TITLE_MAX * 4), v.transform(cleanTitle)),
});
const placeText = v.pipe(v.string(), v.minLength(1), v.maxLength(TEXT_MAX));
/** Compared, and no more: nothing is ever looked up by it. */
export const videoAtSchema = v.object({ frame: placeText, path: placeText });
export const mediaSchema = v.object({
  ...pageSchema.entries,
  durationS: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(POSITION_MAX_S))),
  video: v.exactOptional(videoAtSchema),
});
