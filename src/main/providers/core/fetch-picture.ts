import { AppError } from '../../../shared/errors/index.ts'
import type { WireResponse } from '../../platform/transport.ts'
import type { RemotePicture } from './adapter.ts'
import type { ProviderCallContext } from './call-context.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { pause } from './pause.ts'
import { isPrivateAddress } from './private-address.ts'
import { discard, OversizeResponse, readBytes } from './read-response.ts'
import { sniffPicture } from './sniff-picture.ts'
import { UnreadablePicture } from './unreadable-picture.ts'
import { isTransportFailure, toBadResponse, toTimeoutError, toTooLargeError, toWireError } from './wire-errors.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Delivery = ReturnType<ProviderCallContext['policy']['requireDelivery']>

const redirectsMax = 5

/** The picture is made by now; whether it was billed only the service knows. */
const facts = { isBilled: 'unknown', isFree: false } as const

/**
 * The bytes of one result as the service made it: never decoded, never changed. A link is followed without the key, only
 * to the service's own delivery hosts, and again where the network fails, since a download costs nothing.
 * @throws UnreadablePicture where something else came in its place
 */
export async function fetchPicture(context: ProviderCallContext, picture: RemotePicture): Promise<Bytes> {
  const bytes = await takeBytes(context, picture)
  if (sniffPicture(bytes) === null) throw unreadable(context, bytes, 'the result is no image')
  return bytes
}

function unreadable({ adapter, errors }: ProviderCallContext, bytes: Bytes, problem: string): AppError {
  const error = toBadResponse(bytes, problem, adapter, errors, facts)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  // What would be kept is written to a file: no key in there either.
  const isFitToKeep = text !== '' && errors.redactSecrets(text) === text
  return isFitToKeep ? new UnreadablePicture(bytes, error) : error
}

async function takeBytes(context: ProviderCallContext, picture: RemotePicture): Promise<Bytes> {
  if ('bytes' in picture) return picture.bytes
  if ('base64' in picture) return decode(context, picture.base64)
  if ('url' in picture)
    return /^data:/i.test(picture.url) ? decode(context, picture.url) : download(context, picture.url)
  throw toBadResponse(new Uint8Array(), 'a result without an image', context.adapter, context.errors, facts)
}

/** No cap of its own: the answer it came in had one, and here it is. */
function decode(context: ProviderCallContext, written: string): Bytes {
  const comma = /^\s*data:/i.test(written.slice(0, 20)) ? written.indexOf(',') : -1
  const base64 = written.slice(comma + 1).replace(/\s+/g, '')
  const size = Math.floor((lengthWithoutPadding(base64) * 3) / 4)
  const bytes = new Uint8Array(size)
  // Decoding stops without a word at the first character that is no base64.
  if (Buffer.from(bytes.buffer).write(base64, 'base64') === size) return bytes
  throw unreadable(context, new TextEncoder().encode(written), 'the image is no base64')
}

/** A pattern would look for its end in all of the millions of characters. */
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

/** What Atelier cannot fetch, the person may: in a browser, as long as the link lasts. */
function withAddress({ errors }: ProviderCallContext, error: AppError, address: string): AppError {
  const { code, message, detail } = error
  if (code === 'provider/task-expired' || address.length > addressCharsMax || !/^https?:/i.test(address)) return error
  const shown = errors.redactSecrets(address)
  return new AppError(code, `${message} The image’s address: ${shown}`, {
    detail: { ...detail, address: shown },
    cause: error,
  })
}

function cancelled(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError ? signal.reason : AppError.cancelled()
}

/** Storage may take a moment to know what was put into it. */
const repeatsOfMissing = 2

type Outcome = { readonly bytes: Bytes } | { readonly error: AppError; readonly repeatsMax: number }

async function tryDownload(context: ProviderCallContext, address: string): Promise<Outcome> {
  const { errors, signal, allLimits } = context
  const deadline = createDeadline(signal, allLimits.downloadTimeoutMs, allLimits.silenceMs)
  // Redirects lead on; a failure tells where it was by then.
  const place = { url: context.policy.base, startedAtMs: Date.now() }
  try {
    return await followDelivery(context, address, place, deadline)
  } catch (thrown) {
    if (signal.aborted) throw cancelled(signal)
    const failure = failedDownload(context, place, thrown, deadline)
    return failure ?? { error: errors.seal(thrown, facts.isBilled), repeatsMax: 0 }
  } finally {
    deadline.end()
  }
}

async function followDelivery(
  context: ProviderCallContext,
  address: string,
  place: { url: URL },
  deadline: Deadline,
): Promise<Outcome> {
  // Servers of one's own may answer with a path alone.
  let delivery = context.policy.requireDelivery(address, context.policy.base)
  for (let hop = 0; ; hop++) {
    place.url = delivery.url
    await refusePrivate(context, delivery, deadline.signal)
    const reply = await context.transport.send(wireRequest(context, delivery, deadline))
    deadline.touch()
    const { location } = reply.headers
    if (!isRedirect(reply) || location === undefined || hop >= redirectsMax) {
      return await readDelivery(context, reply, deadline)
    }
    discard(reply)
    delivery = context.policy.requireDelivery(location, delivery.url)
  }
}

/** More than a busy computer's timers are late. */
const sleptMs = 60_000

function failedDownload(
  context: ProviderCallContext,
  { url, startedAtMs }: { readonly url: URL; readonly startedAtMs: number },
  thrown: unknown,
  deadline: Deadline,
): Outcome | null {
  const { adapter, errors, allLimits } = context
  const passedMs = deadline.passedMs()
  if (passedMs !== null) {
    // A computer that slept in the middle has used up all its time doing so.
    const hasSlept = Date.now() - startedAtMs > passedMs + sleptMs
    const repeatsMax = hasSlept || passedMs < allLimits.downloadTimeoutMs ? Infinity : 0
    return { error: toTimeoutError(passedMs, adapter, errors, facts), repeatsMax }
  }
  if (isTransportFailure(thrown)) {
    const repeatsMax = thrown.kind === 'certificate' ? 0 : Infinity
    return { error: toWireError(thrown, url, adapter, errors, facts), repeatsMax }
  }
  if (!(thrown instanceof OversizeResponse)) return null
  return { error: toTooLargeError(allLimits.pictureBytesMax, adapter, errors, facts), repeatsMax: 0 }
}

function wireRequest(
  { adapter, appVersion, credentialHeaders }: ProviderCallContext,
  { url, isOwn }: Delivery,
  deadline: Deadline,
) {
  // A server of one's own may ask for its login at every address; nobody else's storage gets to see a key.
  const login = isOwn && adapter.kind === 'local' ? credentialHeaders : {}
  const headers = { accept: 'image/*,*/*;q=0.5', 'user-agent': `Atelier/${appVersion}`, ...login }
  return { method: 'GET', url: url.href, headers, body: null, signal: deadline.signal }
}

function isRedirect({ status }: WireResponse): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

/**
 * A public name must not lead to a private address. Where no address is found the connection decides: behind a proxy
 * names are often unknown here, and the proxy finds them.
 */
async function refusePrivate(
  context: ProviderCallContext,
  { url, isOwn }: Delivery,
  signal: AbortSignal,
): Promise<void> {
  if (isOwn) return
  const { adapter, transport, errors } = context
  const given = new Promise<readonly string[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true })
  })
  const addresses = await Promise.race([transport.resolveHost(url.hostname).catch(() => []), given])
  if (!addresses.some(isPrivateAddress)) return
  throw errors.make({
    code: 'network/blocked-url',
    what: `${adapter.label} pointed Atelier to ${url.host}, which stands for an address inside a private network`,
    ...facts,
    next: 'Nothing was fetched from there.',
    detail: { host: url.host },
  })
}

async function readDelivery(context: ProviderCallContext, reply: WireResponse, deadline: Deadline): Promise<Outcome> {
  const { adapter, errors, allLimits } = context
  const { status } = reply
  if (status >= 200 && status < 300) {
    return { bytes: await readBytes(reply, allLimits.pictureBytesMax, () => deadline.touch()) }
  }
  discard(reply)
  const isGone = status === 403 || status === 404 || status === 410
  const error = errors.make({
    code: isGone ? 'provider/task-expired' : 'provider/unavailable',
    what: isGone
      ? `${adapter.label} no longer gives out this image (HTTP ${status}): its link has ended`
      : `${adapter.label} could not hand over the image (HTTP ${status})`,
    ...facts,
    next: isGone ? 'Ask for it again.' : 'Try again in a while.',
    detail: { status },
  })
  if (isGone) return { error, repeatsMax: status === 410 ? 0 : repeatsOfMissing }
  return { error, repeatsMax: status >= 500 || status === 429 || status === 408 ? Infinity : 0 }
}
