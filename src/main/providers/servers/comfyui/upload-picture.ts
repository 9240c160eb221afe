import { z } from 'zod'
import type { InputPicture } from '../../core/adapter.ts'
import type { Call, FormPart } from '../../core/call.ts'
import { fileNameOf } from '../../core/encode-picture.ts'

const uploadedSchema = z.object({
  name: z.string().min(1),
  subfolder: z.string().default(''),
  type: z.string().default('input'),
})
type Uploaded = z.output<typeof uploadedSchema>

const folder: readonly FormPart[] = [
  // Emptied when the server starts; `input` would collect pictures for ever.
  { name: 'type', value: 'temp' },
  { name: 'subfolder', value: 'atelier' },
  { name: 'overwrite', value: 'true' },
]

/** Sends a picture to the server and answers the name by which a node loads it, which may be another than was asked for. */
export async function uploadPicture(picture: InputPicture, name: string, call: Call): Promise<string> {
  return toNodeName(await upload('/upload/image', picture, name, [], call))
}

/** Lays a mask (transparent = repaint) into an uploaded picture, for workflows whose one picture carries both. */
export async function uploadWithMask(
  picture: InputPicture,
  mask: InputPicture,
  name: string,
  call: Call,
): Promise<string> {
  const { name: filename, subfolder, type } = await upload('/upload/image', picture, name, [], call)
  const original = { name: 'original_ref', value: JSON.stringify({ filename, subfolder, type }) }
  return toNodeName(await upload('/upload/mask', mask, `${name}-mask`, [original], call))
}

function upload(
  path: string,
  picture: InputPicture,
  name: string,
  more: readonly FormPart[],
  call: Call,
): Promise<Uploaded> {
  const { bytes, mime } = picture
  const image: FormPart = { name: 'image', bytes, mime, fileName: fileNameOf(name, picture) }
  return call.json({ method: 'POST', path, body: { form: [image, ...folder, ...more] } }, uploadedSchema)
}

/** `folder/name [temp]`: a name without a place in brackets is looked for among the inputs. */
function toNodeName({ name, subfolder, type }: Uploaded): string {
  const path = subfolder === '' ? name : `${subfolder}/${name}`
  return type === 'input' ? path : `${path} [${type}]`
}
