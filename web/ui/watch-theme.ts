/** Calls when the theme has changed: by the switch or by the device. Only in a browser; ends with the returned function. */
export function watchTheme(changed: () => void): () => void {
  const switched = new MutationObserver(changed);
  switched.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const device = matchMedia('(prefers-color-scheme: light)');
  device.addEventListener('change', changed);
  return () => {
    switched.disconnect();
    device.removeEventListener('change', changed);
  };
}
