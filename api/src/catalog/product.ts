// How products are taken for orders: all of an order's or none, in the order of the orders.

import { ProductLimitExceeded, ProductNotFound, ProductSoldOut } from './catalog.errors.js';
import type { Product } from './sale-terms.js';

/** What one order wants. */
export interface ProductRequest {
  eventId: string;
  products: { productId: string; quantity: number }[];
}

/** The products of one order at their prices, or why none was taken. */
export type ProductTaking =
  | { ok: true; items: { product: Product; quantity: number }[] }
  | { ok: false; error: ProductNotFound | ProductSoldOut | ProductLimitExceeded };

/**
 * Serves the requests one after the other from what is left; `taken` is how many of each limited product go.
 * A request that fails takes nothing, so that a later one may still be served.
 */
export function allot(requests: ProductRequest[], products: ReadonlyMap<string, Product>): { takings: ProductTaking[]; taken: Map<string, number> } {
  const taken = new Map<string, number>();
  const takings = requests.map((request): ProductTaking => {
    const wanted = new Map<string, number>();
    for (const { productId, quantity } of request.products) wanted.set(productId, (wanted.get(productId) ?? 0) + quantity);
    const items: { product: Product; quantity: number }[] = [];
    for (const [productId, quantity] of wanted) {
      const product = products.get(productId);
      if (product?.eventId !== request.eventId) return { ok: false, error: new ProductNotFound({ productId }) };
      if (product.maxPerOrder !== null && quantity > product.maxPerOrder) {
        return { ok: false, error: new ProductLimitExceeded({ productId, limit: product.maxPerOrder }) };
      }
      const left = product.left === null ? null : product.left - (taken.get(productId) ?? 0);
      if (left !== null && quantity > left) return { ok: false, error: new ProductSoldOut({ productId, left: Math.max(0, left) }) };
      items.push({ product, quantity });
    }
    for (const { product, quantity } of items) {
      if (product.left !== null) taken.set(product.id, (taken.get(product.id) ?? 0) + quantity);
    }
    return { ok: true, items };
  });
  return { takings, taken };
}
