import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, Shed } from '#platform';
import { PaymentMethods } from './payment-methods.js';
import { paymentMethodsAnswer, paymentMethodsQuery } from './payments.schemas.js';

/** What a checkout may offer, for everybody. */
@ApiTags('Payments')
@Controller('payment-methods')
@Access('public')
@Shed('never')
export class PaymentMethodsController {
  constructor(private readonly methods: PaymentMethods) {}

  // As long as a breaker's trial is away, twice: nobody is told for longer that a gateway is well, or is not.
  @Get()
  @Header('cache-control', 'public, max-age=10')
  @Answers(200, paymentMethodsAnswer, 'In the order in which to offer them; of the fields for a card, the first is the best one now.')
  list(@Query({ schema: paymentMethodsQuery }) { rehearsal }: z.infer<typeof paymentMethodsQuery>) {
    return { items: this.methods.offered(rehearsal) };
  }
}
