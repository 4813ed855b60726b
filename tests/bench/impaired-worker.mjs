// @ts-check
import { parentPort, workerData } from 'node:worker_threads';
import { startImpairedServer } from './impaired-server.mjs';

const { url } = await startImpairedServer(workerData.upstream, workerData.legs);
parentPort?.postMessage(url);
