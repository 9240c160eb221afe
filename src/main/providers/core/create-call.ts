import type { z } from 'zod'
import { createCallContext, type ProviderCallContext } from './call-context.ts'
import type { CallParts } from './call-parts.ts'
import type { Call, CallResponse, CallRequest, ServerSentEvent } from './call.ts'
import { isOnlyAnError } from './wire/error-body.ts'
import { type Exchange, openExchange } from './wire/open-exchange.ts'
import { parseEvents } from './wire/parse-events.ts'
import { capped, mimeOf, readBytes, toCallResponse } from './wire/read-response.ts'

/** Creates an adapter's HTTP access, with its key, address, limits and user-facing errors. */
export function createCall(parts: CallParts): Call {
  return callOf(createCallContext(parts))
}

export function callOf(context: ProviderCallContext): Call {
  const { policy, onUpdate, project, readText } = context
  return {
    signal: context.signal,
    isOwnBaseUrl: policy.isOwnBaseUrl,
    basePath: policy.base.pathname.replace(/\/+$/, ''),
    ...(project !== undefined && { project }),
    ...(readText !== undefined && { readText }),
    json: (request, schema) => readJson(context, request, schema),
    response: (request) => readWhole(context, request, '*/*', (response) => response),
    events: (request) => readEvents(context, request),
    preview: (bytes, mime) => onUpdate({ progress: null, preview: { bytes, mime } }),
    progress: (fraction, leftMs) =>
      onUpdate({
        progress: fraction && Math.min(1, Math.max(0, fraction)),
        ...(leftMs !== undefined && { leftMs }),
      }),
  }
}

function readJson<T>(context: ProviderCallContext, request: CallRequest, schema: z.ZodType<T>): Promise<T> {
  return readWhole(context, request, 'application/json', ({ status, bytes, text }, { badReply }) => {
    let problem: unknown = 'an error with a good status'
    try {
      const json: unknown = JSON.parse(text())
      // Schemas that require little would take it for an answer without an image.
      if (status >= 300 || !isOnlyAnError(json)) return schema.parse(json)
    } catch (thrown) {
      problem = thrown
    }
    throw badReply(bytes, problem)
  })
}

async function readWhole<T>(
  context: ProviderCallContext,
  request: CallRequest,
  accept: string,
  read: (response: CallResponse, exchange: Exchange) => T,
): Promise<T> {
  const exchange = await openExchange(context, request, accept)
  try {
    const result = read(await readAnswer(context, exchange), exchange)
    exchange.finish()
    return result
  } catch (thrown) {
    throw exchange.fail(thrown)
  }
}

async function readAnswer(context: ProviderCallContext, { response, deadline }: Exchange): Promise<CallResponse> {
  const bytes = await readBytes(response, context.allLimits.replyBytesMax, () => deadline.touch())
  return toCallResponse(response, bytes)
}

async function* readEvents(context: ProviderCallContext, request: CallRequest): AsyncGenerator<ServerSentEvent> {
  const exchange = await openExchange(context, request, 'text/event-stream, application/json')
  const { response, deadline } = exchange
  let failure: unknown = null
  try {
    if (mimeOf(response.headers) === 'text/event-stream') {
      yield* parseEvents(capped(response.body, context.allLimits.replyBytesMax, () => deadline.touch()))
    } else {
      yield { event: 'message', data: (await readAnswer(context, exchange)).text() }
    }
  } catch (thrown) {
    failure = exchange.fail(thrown)
    throw failure
  } finally {
    if (failure === null) exchange.finish()
  }
}
