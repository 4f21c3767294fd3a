// A stand-in for Stripe.js: the calls, answers and events of the real one as far as pages use them. Plain JavaScript, served behind frames.js.
// The card is typed into a frame of this origin, which alone sees it.
/* global Framed */

// What is known here of the options of elements(); another release calls them otherwise.
const OPTIONS = ['mode', 'amount', 'currency', 'allowedPaymentMethodTypes', 'paymentMethodCreation', 'appearance'];

class PaymentElement extends Framed {
  constructor(elements) {
    super();
    this.elements = elements;
  }

  mount(place) {
    const { key, locale, options } = this.elements;
    this.put(typeof place === 'string' ? document.querySelector(place) : place, {
      title: 'Secure payment input frame', path: '/endive/frame', knows: { key, locale, appearance: options.appearance }, height: '13rem', news: { elementType: 'payment' },
    });
    this.elements.element = this;
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
    if (options.appearance) this.element?.tell({ kind: 'appearance', appearance: options.appearance });
  }

  async submit() {
    const answer = await this.element.ask({ kind: 'check' });
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
      return elements.element.ask({ kind: 'token' });
    },
  };
};
