// A stand-in for Mercado Pago's SDK v2: its secure fields as far as pages use them. Plain JavaScript, served as it stands.
// What is typed stays in the frames of this origin, which find each other and ask for the token together.
(() => {
  const { origin } = new URL(document.currentScript.src);
  const TYPES = ['cardNumber', 'expirationDate', 'securityCode'];

  const ask = (frame, question) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', ({ data }) => resolve(data));
      port1.start();
      frame.contentWindow.postMessage(question, origin, [port2]);
    });

  class Field {
    listeners = [];
    frame = null;

    constructor(type, options, key) {
      Object.assign(this, { type, options, key });
    }

    on(event, listener) {
      this.listeners.push([event, listener]);
      return this;
    }

    mount(id) {
      const { placeholder, style, srLabel } = this.options;
      const frame = document.createElement('iframe');
      frame.title = srLabel ?? this.type;
      frame.name = this.type;
      frame.src = `${origin}/secure-fields/${this.type}#${encodeURIComponent(JSON.stringify({ type: this.type, key: this.key, placeholder, style, srLabel }))}`;
      Object.assign(frame.style, { width: '100%', height: '100%', border: '0' });
      this.frame = frame;
      this.heard = ({ source, data }) => {
        if (source !== frame.contentWindow) return;
        for (const [event, listener] of this.listeners) if (event === data.event) listener({ field: this.type, ...data });
      };
      window.addEventListener('message', this.heard);
      document.getElementById(id).append(frame);
      return this;
    }

    update(properties) {
      this.frame?.contentWindow.postMessage({ kind: 'update', properties }, origin);
      return this;
    }

    focus() {
      this.frame?.contentWindow.postMessage({ kind: 'focus' }, origin);
    }

    unmount() {
      window.removeEventListener('message', this.heard);
      this.frame?.remove();
      this.frame = null;
    }
  }

  window.MercadoPago = class {
    constructor(key) {
      if (typeof key !== 'string' || key === '') throw new Error('A public key is needed.');
      const fields = new Map();
      this.key = key;
      this.fields = {
        create: (type, options = {}) => {
          if (!TYPES.includes(type)) throw new Error(`There is no field "${type}" here.`);
          const field = new Field(type, options, key);
          fields.set(type, field);
          return field;
        },
        createCardToken: async (holder) => {
          const answer = await ask(fields.get('cardNumber').frame, { kind: 'token', holder });
          if (answer.refused) throw answer.refused;
          return answer.token;
        },
      };
    }

    async getPaymentMethods({ bin }) {
      const answer = await fetch(`${origin}/v1/payment_methods/search?${new URLSearchParams({ public_key: this.key, bins: bin })}`);
      if (!answer.ok) throw await answer.json();
      return answer.json();
    }
  };
})();
