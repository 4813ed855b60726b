/**
 * A page with the sample film and ads in the film's own element, as sites without a player of their own show them: the
 * element's source is changed to something short, and back to the film at its place. `playAd()` starts one; what was
 * done to the element meanwhile is counted in `adTouched`.
 */
export const AD_S = 6;
export const ADS_PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Film with ads</title>
<style>video { width: 640px; height: 360px; background: #123 }</style>
<video controls src="sample.mp4" preload="auto"></video>
<script type="module">
  import { silence } from '/silence.js';
  const video = document.querySelector('video');
  const ad = silence(${AD_S});
  window.adTouched = [];
  window.inAd = false;
  const touched = (event) => window.inAd && !video.ended && window.adTouched.push(event.type);
  // A nudge's own event is kept from who does not capture.
  for (const type of ['seeking', 'pause', 'ratechange']) video.addEventListener(type, touched, { capture: true });
  window.playAd = () => new Promise((resolve) => {
    const place = video.currentTime;
    video.src = ad;
    video.addEventListener('playing', () => { window.inAd = true; resolve(); }, { once: true });
    video.addEventListener('ended', () => {
      window.inAd = false;
      video.src = 'sample.mp4';
      video.addEventListener('loadedmetadata', () => { video.currentTime = place; video.play(); }, { once: true });
    }, { once: true });
    video.play();
  });
</script>`;
