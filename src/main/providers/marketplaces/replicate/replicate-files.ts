import { z } from 'zod'
import type { AdapterInput, InputImage, RemoteImage, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { fileNameOf, toDataUri } from '../../core/encode-image.ts'
import type { SentImages } from '../shared/write-input.ts'

/** Larger images are uploaded: Replicate recommends no more inside a request. */
const inlineBytesMax = 256_000

const fileSchema = z.looseObject({ id: z.string().nullish(), urls: z.looseObject({ get: z.string() }) })

/** An image as sent, and its file id at Replicate; null = it is sent inline. */
interface Sent {
  readonly address: string
  readonly fileId: string | null
}

/** `fileIds`: uploads to remove when the task has ended. */
export async function sendImages(
  { source, references, mask }: AdapterInput,
  call: Call,
): Promise<{ readonly images: SentImages; readonly fileIds: readonly string[] }> {
  const sentSource = source && (await sendImage('source', source, call))
  const sentReferences = await Promise.all(references.map((each, at) => sendImage(`reference-${at + 1}`, each, call)))
  const sentMask = mask && (await sendImage('mask', mask, call))
  const all = [sentSource, sentMask, ...sentReferences]
  return {
    images: {
      source: sentSource?.address ?? null,
      references: sentReferences.map(({ address }) => address),
      mask: sentMask?.address ?? null,
    },
    fileIds: all.flatMap((sent) => (sent?.fileId ? [sent.fileId] : [])),
  }
}

/** An uploaded file is read with the account's own token. */
async function sendImage(name: string, image: InputImage, call: Call): Promise<Sent> {
  if (image.bytes.byteLength <= inlineBytesMax) return { address: toDataUri(image), fileId: null }
  const { bytes, mime } = image
  const form = [
    { name: 'content', bytes, mime, fileName: fileNameOf(name, image) },
    { name: 'metadata', value: '{}', mime: 'application/json' },
  ]
  const { id, urls } = await call.json({ method: 'POST', path: '/files', body: { form } }, fileSchema)
  return { address: urls.get, fileId: id ?? null }
}

const goneOrLater = [403, 404, 429, 500, 502, 503, 504]

/** A file that cannot be removed expires by itself within a day. */
export async function removeFiles(fileIds: readonly string[], call: Call): Promise<void> {
  const requests = fileIds.map((id) =>
    call.response({ method: 'DELETE', path: `/files/${encodeURIComponent(id)}`, alsoAccept: goneOrLater }),
  )
  await Promise.allSettled(requests)
}

/** Some results are stored with the API's own files, which cannot be downloaded without the key. */
export async function withOwnFiles(state: TaskState, call: Call): Promise<TaskState> {
  if (state.type !== 'done') return state
  return { ...state, images: await Promise.all(state.images.map((image) => withOwnFile(image, call))) }
}

async function withOwnFile(image: RemoteImage, call: Call): Promise<RemoteImage> {
  if (!('url' in image) || !image.url.startsWith('https://api.replicate.com/')) return image
  const { url, ...facts } = image
  const { bytes, mime } = await call.response({ method: 'GET', path: url })
  return { ...facts, bytes, mime }
}
