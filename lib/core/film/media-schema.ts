import * as v from 'valibot';
import { POSITION_MAX_S } from '../time/playback';
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
export const mediaSchema = v.object({
  ...pageSchema.entries,
  durationS: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(POSITION_MAX_S))),
});
