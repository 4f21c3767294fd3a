/** An order as its buyer reads it. */
export interface Order {
  id: string;
  eventId: string;
  holdId: string;
  state: 'awaiting_payment' | 'confirmed' | 'payment_failed' | 'expired' | 'refunded';
  paymentDeadline: string;
  payment?: { id: string; method: 'card' | 'pix' | 'wallet'; state: 'requested' | 'presented' | 'completed' | 'failed' | 'returned'; pix?: { brCode: string; qrCodeUrl: string; expiresAt: string }; failureReason?: string; retryable?: boolean };
}
