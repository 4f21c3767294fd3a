// A stand-in for Stripe.js: the calls, answers and events of the real one as far as pages use them. Plain JavaScript, served as it stands.
// The card is typed into a frame of this origin, which alone sees it.
(() => {
  const { origin } = new URL(document.currentScript.src);

  // What is known here of the options of elements(); another release calls them otherwise.
  const OPTIONS = ['mode', 'amount', 'currency', 'allowedPaymentMethodTypes', 'paymentMethodCreation', 'appearance'];

  /** Asks the frame, and only it. */
  const ask = (frame, question) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', ({ data }) => resolve(data));
      port1.start();
      frame.contentWindow.postMessage(question, origin, [port2]);
    });

  class PaymentElement {
    listeners = [];
    frame = null;

    constructor(elements) {
      this.elements = elements;
    }

    on(event, listener) {
      this.listeners.push([event, listener]);
      return this;
    }

    mount(place) {
      const { key, locale, options } = this.elements;
      const frame = document.createElement('iframe');
      frame.title = 'Secure payment input frame';
      frame.src = `${origin}/endive/frame#${encodeURIComponent(JSON.stringify({ key, locale, appearance: options.appearance }))}`;
      Object.assign(frame.style, { width: '100%', height: '13rem', border: '0' });
      this.frame = frame;
      this.heard = ({ source, data }) => {
        if (source !== frame.contentWindow) return;
        for (const [event, listener] of this.listeners) if (event === data.event) listener({ elementType: 'payment', ...data });
      };
      window.addEventListener('message', this.heard);
      (typeof place === 'string' ? document.querySelector(place) : place).append(frame);
      this.elements.element = this;
    }

    focus() {
      this.frame?.contentWindow.postMessage({ kind: 'focus' }, origin);
    }

    unmount() {
      window.removeEventListener('message', this.heard);
      this.frame?.remove();
      this.frame = null;
    }

    destroy() {
      this.unmount();
    }
  }

  class Elements {
    element = null;
    submitted = false;

    constructor(key, locale, options) {
      if (options.mode !== 'payment' || !(options.amount > 0) || options.currency === undefined) throw new Error('IntegrationError: elements() wants mode, amount and currency.');
      const stranger = Object.keys(options).find((name) => !OPTIONS.includes(name));
      if (stranger !== undefined) throw new Error(`IntegrationError: elements() knows no option "${stranger}".`);
      this.key = key;
      this.locale = locale;
      this.options = options;
    }

    create(type) {
      if (type !== 'payment') throw new Error(`IntegrationError: there is no element "${type}" here.`);
      return new PaymentElement(this);
    }

    async update(options) {
      Object.assign(this.options, options);
      if (options.appearance) this.element?.frame?.contentWindow.postMessage({ kind: 'appearance', appearance: options.appearance }, origin);
    }

    async submit() {
      const answer = await ask(this.element.frame, { kind: 'check' });
      this.submitted = answer.error === undefined;
      return answer;
    }
  }

  window.Stripe = (key, { locale = 'en' } = {}) => {
    if (!key.startsWith('pk_')) throw new Error('IntegrationError: Stripe() wants a publishable key.');
    return {
      elements: (options) => new Elements(key, locale, options),
      createPaymentMethod: async ({ elements }) => {
        if (elements.options.paymentMethodCreation !== 'manual') throw new Error('IntegrationError: paymentMethodCreation must be manual.');
        if (!elements.submitted) throw new Error('IntegrationError: elements.submit() must be called before.');
        return ask(elements.element.frame, { kind: 'token' });
      },
    };
  };
})();
