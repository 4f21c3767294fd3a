// A stand-in for Mercado Pago's SDK v2: its secure fields as far as pages use them. Plain JavaScript, served behind frames.js.
// What is typed stays in the frames of this origin, which find each other and ask for the token together.
/* global Framed, origin */

const TYPES = ['cardNumber', 'expirationDate', 'securityCode'];

class Field extends Framed {
  constructor(type, options, key) {
    super();
    Object.assign(this, { type, options, key });
  }

  mount(id) {
    const { type, key } = this;
    const { placeholder, style, srLabel } = this.options;
    this.put(document.getElementById(id), {
      title: srLabel ?? type, name: type, path: `/secure-fields/${type}`, knows: { type, key, placeholder, style, srLabel }, height: '100%', news: { field: type },
    });
    return this;
  }

  update(properties) {
    this.tell({ kind: 'update', properties });
    return this;
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
        const answer = await fields.get('cardNumber').ask({ kind: 'token', holder });
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
