#!/usr/bin/env node
// @ts-check
/** `lockstep-companion host` is what browsers start. */
import { runHost } from './host/host.mjs';

await runHost();
