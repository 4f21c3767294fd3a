import { createParamDecorator, type ExecutionContext, applyDecorators, HttpCode, Injectable, type PipeTransform, SetMetadata } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Device, Devices } from './device.js';

const http = (context: ExecutionContext) => {
  const exchange = context.switchToHttp();
  return { request: exchange.getRequest<FastifyRequest>(), reply: exchange.getResponse<FastifyReply>() };
};

/** Who is signed in; null only on routes with `recognised` access. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => http(context).request.principal ?? null);

@Injectable()
class DevicePipe implements PipeTransform {
  constructor(private readonly devices: Devices) {}
  transform({ request, reply }: { request: FastifyRequest; reply: FastifyReply }): Device {
    return this.devices.recognise(request, reply);
  }
}

const Exchange = createParamDecorator((_: unknown, context: ExecutionContext) => http(context));

/** The device that the request comes from; one that brought no token gets one with the answer. */
export const CurrentDevice = (): ParameterDecorator => (controller, handler, index) => {
  Exchange(DevicePipe)(controller, handler, index);
  const route = Object.getOwnPropertyDescriptor(controller, handler!);
  ApiHeader({ name: 'X-Device', required: false, description: 'For clients without cookies: what an earlier answer said in `X-Device`.' })(controller, handler!, route!);
};

/** The client's address; a proxy's word for it is believed only when the proxy is configured (`TRUSTED_PROXIES`). */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext) => http(context).request.ip);

export const ANSWERS = 'catraca:answers';

/** The status and form of a route's usual answer: documented, and checked by the tests. What is not JSON has its media type instead of a form. */
export const Answers = (status: number, schema?: z.ZodType, description = '', mediaType?: string) =>
  applyDecorators(
    HttpCode(status),
    SetMetadata(ANSWERS, schema),
    ApiResponse(schema ? { status, description, standardSchema: schema } : { status, description, ...(mediaType && { content: { [mediaType]: {} } }) }),
  );
