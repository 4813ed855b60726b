import * as v from 'valibot';
import { CAUSES, type Check, SUBJECTS } from '../doctor/check';
import { parseServer } from '../wire/invite';
import { reachSchema } from '../wire/reach';

/** More than there are ways. */
const CHECKS_MAX = 24;
/** Nothing is waited for so long, ms. */
const TOOK_MAX_MS = 3_600_000;

const checkSchema = v.object({
  subject: v.picklist(SUBJECTS),
  number: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99))),
  tookMs: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(TOOK_MAX_MS)),
  cause: v.exactOptional(v.picklist(CAUSES)),
});

export const checksSchema: v.GenericSchema<unknown, readonly Check[]> = v.pipe(
  v.array(checkSchema),
  v.maxLength(CHECKS_MAX),
  v.readonly(),
);

/** What the test of a connection tells: all that is known so far. */
export interface Tested {
  readonly checks: readonly Check[];
  readonly done: boolean;
}

const testedSchema = v.object({ checks: checksSchema, done: v.boolean() });

/** @returns undefined for what no test tells */
export function parseTested(message: unknown): Tested | undefined {
  const result = v.safeParse(testedSchema, message);
  return result.success ? result.output : undefined;
}

/** What is to be tried out: the ways as this browser's options choose them. */
const requestSchema = v.object({
  server: v.exactOptional(
    v.pipe(
      v.string(),
      v.transform((text) => parseServer(text) ?? ''),
      v.minLength(1),
    ),
  ),
  reach: reachSchema,
});
export type TestRequest = v.InferOutput<typeof requestSchema>;

/** @returns undefined for what no options page asks */
export function parseTestRequest(message: unknown): TestRequest | undefined {
  const result = v.safeParse(requestSchema, message);
  return result.success ? result.output : undefined;
}
