import { z } from 'zod'
import type { AdapterInput, InputPicture, RemotePicture, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { fileNameOf, toDataUri } from '../../core/encode-picture.ts'
import type { SentPictures } from '../shared/write-input.ts'

/** Larger pictures are uploaded: Replicate recommends no more inside a request. */
const inlineBytesMax = 256_000

const fileSchema = z.looseObject({ id: z.string().nullish(), urls: z.looseObject({ get: z.string() }) })

/** A picture as it is sent, and the number of its file at Replicate; null = it is sent as it is. */
interface Sent {
  readonly address: string
  readonly fileId: string | null
}

/** `fileIds`: what was uploaded, to be removed when the task has ended. */
export async function sendPictures(
  { source, references, mask }: AdapterInput,
  call: Call,
): Promise<{ readonly pictures: SentPictures; readonly fileIds: readonly string[] }> {
  const sentSource = source && (await sendPicture('source', source, call))
  const sentReferences = await Promise.all(references.map((each, at) => sendPicture(`reference-${at + 1}`, each, call)))
  const sentMask = mask && (await sendPicture('mask', mask, call))
  const all = [sentSource, sentMask, ...sentReferences]
  return {
    pictures: {
      source: sentSource?.address ?? null,
      references: sentReferences.map(({ address }) => address),
      mask: sentMask?.address ?? null,
    },
    fileIds: all.flatMap((sent) => (sent?.fileId ? [sent.fileId] : [])),
  }
}

/** An uploaded file is read with the account's own token. */
async function sendPicture(name: string, picture: InputPicture, call: Call): Promise<Sent> {
  if (picture.bytes.byteLength <= inlineBytesMax) return { address: toDataUri(picture), fileId: null }
  const { bytes, mime } = picture
  const form = [
    { name: 'content', bytes, mime, fileName: fileNameOf(name, picture) },
    { name: 'metadata', value: '{}', mime: 'application/json' },
  ]
  const { id, urls } = await call.json({ method: 'POST', path: '/files', body: { form } }, fileSchema)
  return { address: urls.get, fileId: id ?? null }
}

const goneOrLater = [403, 404, 429, 500, 502, 503, 504]

/** A file that stays after all expires by itself, within a day. */
export async function removeFiles(fileIds: readonly string[], call: Call): Promise<void> {
  const requests = fileIds.map((id) =>
    call.reply({ method: 'DELETE', path: `/files/${encodeURIComponent(id)}`, alsoAccept: goneOrLater }),
  )
  await Promise.allSettled(requests)
}

/** Some results lie with the API's own files, which are not handed out without the key. */
export async function withOwnFiles(state: TaskState, call: Call): Promise<TaskState> {
  if (state.is !== 'done') return state
  return { ...state, pictures: await Promise.all(state.pictures.map((picture) => withOwnFile(picture, call))) }
}

async function withOwnFile(picture: RemotePicture, call: Call): Promise<RemotePicture> {
  if (!('url' in picture) || !picture.url.startsWith('https://api.replicate.com/')) return picture
  const { url, ...facts } = picture
  const { bytes, mime } = await call.reply({ method: 'GET', path: url })
  return { ...facts, bytes, mime }
}
