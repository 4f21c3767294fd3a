// What the stand-ins of both providers' scripts have in common: a frame of the provider's origin in somebody's page, asked and heard. Served in front of each, in one block with it
// (src/page-file.ts), so that neither leaves a name behind in the page.
const { origin } = new URL(document.currentScript.src);

/** What stands in a page as a frame, as both providers' fields do. */
// oxlint-disable-next-line no-unused-vars -- by what follows in the same block
class Framed {
  listeners = [];
  frame = null;

  on(event, listener) {
    this.listeners.push([event, listener]);
    return this;
  }

  /** `path` with what the frame is to know; `news`: what every event says beside its own. */
  put(place, { path, knows, height, news, ...names }) {
    const frame = Object.assign(document.createElement('iframe'), names);
    frame.src = `${origin}${path}#${encodeURIComponent(JSON.stringify(knows))}`;
    Object.assign(frame.style, { width: '100%', height, border: '0' });
    this.frame = frame;
    this.heard = ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      for (const [event, listener] of this.listeners) if (event === data.event) listener({ ...news, ...data });
    };
    window.addEventListener('message', this.heard);
    place.append(frame);
  }

  /** Asks the frame, and only it. */
  ask(question) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', ({ data }) => resolve(data));
      port1.start();
      this.frame.contentWindow.postMessage(question, origin, [port2]);
    });
  }

  tell(message) {
    this.frame?.contentWindow.postMessage(message, origin);
  }

  focus() {
    this.tell({ kind: 'focus' });
  }

  unmount() {
    window.removeEventListener('message', this.heard);
    this.frame?.remove();
    this.frame = null;
  }
}
