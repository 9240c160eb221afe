import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/provider-errors.ts'
import type { WireResponse } from '../../../platform/network/transport.ts'
import type { RemoteImage } from '../adapter.ts'
import type { ProviderCallContext } from '../call-context.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { pause } from '../pause.ts'
import { isPrivateAddress } from './private-address.ts'
import { discard, OversizeResponse, readBytes } from './read-response.ts'
import { sniffImage } from './image-bytes.ts'
import { isTransportFailure, toBadResponse, toTimeoutError, toTooLargeError, toWireError } from './wire-errors.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Delivery = ReturnType<ProviderCallContext['policy']['requireDelivery']>

const redirectsMax = 5

/** The image has been made; only the service knows whether it was billed. */
const facts = { isBilled: 'unknown', isFree: false } as const

/**
 * Returns the exact bytes of one result: never decoded, never changed. A link is followed without the key, only to the
 * service's own delivery hosts, and again if the network fails, since a download costs nothing.
 * @throws UnreadableImage if something else was delivered in its place
 */
export async function fetchImage(context: ProviderCallContext, image: RemoteImage): Promise<Bytes> {
  const bytes = await takeBytes(context, image)
  if (sniffImage(bytes) === null) throw unreadable(context, bytes, 'not an image')
  return bytes
}

function unreadable({ adapter, errors }: ProviderCallContext, bytes: Bytes, problem: string): AppError {
  const error = toBadResponse(bytes, problem, adapter, errors, facts)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  // What is kept is written to a file, which must not contain a key either.
  const isFitToKeep = text !== '' && errors.redactSecrets(text) === text
  return isFitToKeep ? new UnreadableImage(bytes, error) : error
}

async function takeBytes(context: ProviderCallContext, image: RemoteImage): Promise<Bytes> {
  if ('bytes' in image) return image.bytes
  if ('base64' in image) return decode(context, image.base64)
  if ('url' in image) return /^data:/i.test(image.url) ? decode(context, image.url) : download(context, image.url)
  throw toBadResponse(new Uint8Array(), 'no image', context.adapter, context.errors, facts)
}

/** Needs no cap of its own: the response it is part of had one and is already in memory. */
function decode(context: ProviderCallContext, written: string): Bytes {
  const comma = /^\s*data:/i.test(written.slice(0, 20)) ? written.indexOf(',') : -1
  const base64 = written.slice(comma + 1).replace(/\s+/g, '')
  const size = Math.floor((lengthWithoutPadding(base64) * 3) / 4)
  const bytes = new Uint8Array(size)
  // Decoding stops silently at the first character that is not base64.
  if (Buffer.from(bytes.buffer).write(base64, 'base64') === size) return bytes
  throw unreadable(context, new TextEncoder().encode(written), 'invalid base64')
}

/** A regular expression would search all of the millions of characters for the end. */
function lengthWithoutPadding(base64: string): number {
  let length = base64.length
  while (base64[length - 1] === '=') length--
  return length
}

async function download(context: ProviderCallContext, address: string): Promise<Bytes> {
  const { signal, allLimits } = context
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted) throw cancelled(signal)
    const outcome = await tryDownload(context, address)
    if ('bytes' in outcome) return outcome.bytes
    const pauseMs = attempt < outcome.repeatsMax ? allLimits.downloadPausesMs[attempt] : undefined
    if (pauseMs === undefined) throw withAddress(context, outcome.error, address)
    await pause(pauseMs, signal)
  }
}

const addressCharsMax = 1_000

/** The user may be able to download what Atelier cannot: in a browser, as long as the link is valid. */
function withAddress({ errors }: ProviderCallContext, error: AppError, address: string): AppError {
  const { code, message, detail } = error
  if (code === 'provider/task-expired' || address.length > addressCharsMax || !/^https?:/i.test(address)) return error
  const shown = errors.redactSecrets(address)
  return new AppError(code, messages.withImageUrl({ message, url: shown }), {
    detail: { ...detail, address: shown },
    cause: error,
  })
}

function cancelled(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError ? signal.reason : AppError.cancelled()
}

/** Storage may take a moment before a new file is available. */
const repeatsOfMissing = 2

type Outcome = { readonly bytes: Bytes } | { readonly error: AppError; readonly repeatsMax: number }

async function tryDownload(context: ProviderCallContext, address: string): Promise<Outcome> {
  const { errors, signal, allLimits } = context
  const deadline = createDeadline(signal, allLimits.downloadTimeoutMs, allLimits.silenceMs)
  // A redirect changes the address; a failure reports the current one.
  const current = { url: context.policy.base }
  try {
    return await followDelivery(context, address, current, deadline)
  } catch (thrown) {
    if (signal.aborted) throw cancelled(signal)
    const failure = failedDownload(context, current, thrown, deadline)
    return failure ?? { error: errors.seal(thrown, facts.isBilled), repeatsMax: 0 }
  } finally {
    deadline.end()
  }
}

async function followDelivery(
  context: ProviderCallContext,
  address: string,
  current: { url: URL },
  deadline: Deadline,
): Promise<Outcome> {
  // Self-hosted servers may return only a path.
  let delivery = context.policy.requireDelivery(address, context.policy.base)
  for (let hop = 0; ; hop++) {
    current.url = delivery.url
    await refusePrivate(context, delivery, deadline.signal)
    const response = await context.transport.send(wireRequest(context, delivery, deadline))
    deadline.touch()
    const { location } = response.headers
    if (!isRedirect(response) || location === undefined || hop >= redirectsMax) {
      return await readDelivery(context, response, deadline)
    }
    discard(response)
    delivery = context.policy.requireDelivery(location, delivery.url)
  }
}

function failedDownload(
  context: ProviderCallContext,
  { url }: { readonly url: URL },
  thrown: unknown,
  deadline: Deadline,
): Outcome | null {
  const { adapter, errors, allLimits } = context
  const passedMs = deadline.passedMs()
  if (passedMs !== null) {
    const repeatsMax = passedMs < allLimits.downloadTimeoutMs ? Infinity : 0
    return { error: toTimeoutError(passedMs, adapter, errors, facts), repeatsMax }
  }
  if (isTransportFailure(thrown)) {
    const repeatsMax = thrown.kind === 'certificate' ? 0 : Infinity
    return { error: toWireError(thrown, url, adapter, errors, facts), repeatsMax }
  }
  if (!(thrown instanceof OversizeResponse)) return null
  return { error: toTooLargeError(allLimits.imageBytesMax, adapter, errors, facts), repeatsMax: 0 }
}

function wireRequest(
  { adapter, appVersion, credentialHeaders }: ProviderCallContext,
  { url, isOwn }: Delivery,
  deadline: Deadline,
) {
  // A self-hosted server may require its login at every address; third-party storage never receives a key.
  const login = isOwn && adapter.kind === 'local' ? credentialHeaders : {}
  const headers = { accept: 'image/*,*/*;q=0.5', 'user-agent': `Atelier/${appVersion}`, ...login }
  return { method: 'GET', url: url.href, headers, body: null, signal: deadline.signal }
}

function isRedirect({ status }: WireResponse): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

/**
 * A public name must not resolve to a private address. If no address is found, the connection decides: behind a proxy,
 * names are often unknown here and resolved by the proxy.
 */
async function refusePrivate(
  context: ProviderCallContext,
  { url, isOwn }: Delivery,
  signal: AbortSignal,
): Promise<void> {
  if (isOwn) return
  const { adapter, transport, errors } = context
  const canceled = new Promise<readonly string[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true })
  })
  const addresses = await Promise.race([transport.resolveHost(url.hostname).catch(() => []), canceled])
  if (!addresses.some(isPrivateAddress)) return
  throw errors.make({
    code: 'network/blocked-url',
    summary: messages.privateAddress({ provider: adapter.label, host: url.host }),
    ...facts,
    advice: messages.nothingDownloaded,
    detail: { host: url.host },
  })
}

async function readDelivery(
  context: ProviderCallContext,
  response: WireResponse,
  deadline: Deadline,
): Promise<Outcome> {
  const { adapter, errors, allLimits } = context
  const { status } = response
  if (status >= 200 && status < 300) {
    return { bytes: await readBytes(response, allLimits.imageBytesMax, () => deadline.touch()) }
  }
  discard(response)
  const isGone = status === 403 || status === 404 || status === 410
  const error = errors.make({
    code: isGone ? 'provider/task-expired' : 'provider/unavailable',
    summary: isGone
      ? messages.linkExpired({ provider: adapter.label, status })
      : messages.notDelivered({ provider: adapter.label, status }),
    ...facts,
    advice: isGone ? messages.generateAgain : messages.tryLater,
    detail: { status },
  })
  if (isGone) return { error, repeatsMax: status === 410 ? 0 : repeatsOfMissing }
  return { error, repeatsMax: status >= 500 || status === 429 || status === 408 ? Infinity : 0 }
}

/** Data that came in place of an image and is in no known format. It was paid for, so it is attached to be kept. */
export class UnreadableImage extends AppError {
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: UnreadableImage['bytes'], { code, message, detail }: AppError) {
    super(code, message, { detail })
    this.bytes = bytes
  }
}
