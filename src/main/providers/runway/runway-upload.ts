import { z } from 'zod'
import type { InputPicture } from '../core/adapter.ts'
import type { Call, FormPart } from '../core/call.ts'
import { fileNameOf, toDataUri } from '../core/encode-picture.ts'
import { runwayHeaders } from './runway-headers.ts'

/** Of one data URI, in characters. */
const dataUriCharsMax = 5_242_880

const uploadSchema = z.object({
  uploadUrl: z.url(),
  fields: z.record(z.string(), z.union([z.string(), z.number()])),
  runwayUri: z.string(),
})

/**
 * The addresses to give for pictures: data URIs where all together are as small as one may be, else uploads, which are
 * free and forgotten after a day.
 */
export function placePictures(pictures: readonly InputPicture[], call: Call): Promise<string[]> {
  const chars = pictures.reduce((sum, { bytes }) => sum + dataUriChars(bytes), 0)
  if (chars <= dataUriCharsMax) return Promise.resolve(pictures.map(toDataUri))
  return Promise.all(pictures.map((each, at) => upload(each, fileNameOf(`picture-${at + 1}`, each), call)))
}

function dataUriChars({ byteLength }: Uint8Array): number {
  return Math.ceil(byteLength / 3) * 4 + 'data:image/webp;base64,'.length
}

async function upload(picture: InputPicture, fileName: string, call: Call): Promise<string> {
  const ticket = await call.json(
    {
      method: 'POST',
      path: '/uploads',
      headers: runwayHeaders,
      body: { json: { filename: fileName, type: 'ephemeral' } },
    },
    uploadSchema,
  )
  // The store takes the fields first and the file last.
  const form: FormPart[] = [
    ...Object.entries(ticket.fields).map(([name, value]) => ({ name, value: String(value) })),
    { name: 'file', bytes: picture.bytes, mime: picture.mime, fileName },
  ]
  await call.reply({ method: 'POST', path: ticket.uploadUrl, auth: 'none', body: { form } })
  return ticket.runwayUri
}
