import type { z } from 'zod'
import { createCallContext, type ProviderCallContext } from './call-context.ts'
import type { CallParts } from './call-parts.ts'
import type { Call, CallResponse, CallRequest, EventOnTheWay, ServerSentEvent } from './call.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
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
    json: (request, schema) =>
      readWhole(context, request, 'application/json', (response, exchange) => readJson(response, schema, exchange)),
    find: (request, schema) =>
      readWhole(context, { ...request, alsoAccept: [404] }, 'application/json', (response, exchange) =>
        // The page of something on the way does not speak for the service.
        response.status === 404 && parseJson(response.text()) !== null ? null : readJson(response, schema, exchange),
      ),
    response: (request) => readWhole(context, request, '*/*', (response) => response),
    events: (request, read) => readEvents(context, request, read),
    preview: (bytes, mime) => onUpdate({ progress: null, preview: { bytes, mime } }),
    progress: (fraction, leftMs) =>
      onUpdate({
        progress: fraction && Math.min(1, Math.max(0, fraction)),
        ...(leftMs !== undefined && { leftMs }),
      }),
  }
}

const anError = 'an error with a good status'

function readJson<T>({ bytes, text }: CallResponse, schema: z.ZodType<T>, { badReply }: Exchange): T {
  let problem: unknown = anError
  try {
    const json: unknown = JSON.parse(text())
    // Schemas that require little would take it for an answer without an image.
    if (!isOnlyAnError(json)) return schema.parse(json)
  } catch (thrown) {
    problem = thrown
  }
  throw badReply(bytes, problem)
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

async function readEvents<T extends object>(
  context: ProviderCallContext,
  request: CallRequest,
  read: (event: ServerSentEvent) => T | EventOnTheWay,
): Promise<T | null> {
  const exchange = await openExchange(context, request, 'text/event-stream, application/json')
  try {
    const result = await findResult(eventsOf(context, exchange), read, exchange)
    exchange.finish()
    return result
  } catch (thrown) {
    throw exchange.fail(thrown)
  }
}

async function* eventsOf(context: ProviderCallContext, exchange: Exchange): AsyncGenerator<ServerSentEvent> {
  const { response, deadline } = exchange
  if (mimeOf(response.headers) === 'text/event-stream') {
    yield* parseEvents(capped(response.body, context.allLimits.replyBytesMax, () => deadline.touch()))
  } else {
    yield { event: 'message', data: (await readAnswer(context, exchange)).text() }
  }
}

/** Reads events until one is a result; null = there was none. @throws what `badReply` makes of an error, or of nothing known */
export async function findResult<T extends object>(
  events: AsyncIterable<ServerSentEvent> | Iterable<ServerSentEvent>,
  read: (event: ServerSentEvent) => T | EventOnTheWay,
  { badReply }: Pick<Exchange, 'badReply'>,
): Promise<T | null> {
  const bad = (data: string, problem: string) => badReply(new TextEncoder().encode(data), problem)
  let isKnown = false
  let firstUnknown: string | null = null
  for await (const event of events) {
    const result = read(event)
    if (typeof result === 'object') return result
    if (result === 'progress') isKnown = true
    else if (isOnlyAnError(parseJson(event.data))) throw bad(event.data, anError)
    else firstUnknown ??= event.data
  }
  if (isKnown || firstUnknown === null) return null
  throw bad(firstUnknown, 'no event that is known')
}
