/** Tests and `npm start` drive the browser that the machine has: installing the packages fetches none (200 MB). */
module.exports = { skipDownload: true };
