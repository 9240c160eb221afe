import { z } from 'zod'
import type { InputImage } from '../../core/adapter.ts'
import type { Call, FormPart } from '../../core/call.ts'
import { fileNameOf } from '../../core/wire/image-bytes.ts'

const uploadedSchema = z.object({
  name: z.string().min(1),
  subfolder: z.string().default(''),
  type: z.string().default('input'),
})
type Uploaded = z.output<typeof uploadedSchema>

const folder: readonly FormPart[] = [
  // Emptied when the server starts; `input` would accumulate images forever.
  { name: 'type', value: 'temp' },
  { name: 'subfolder', value: 'atelier' },
  { name: 'overwrite', value: 'true' },
]

/**
 * Uploads an image to the server and returns the name by which a node loads it, which may differ from the requested
 * one.
 */
export async function uploadImage(input: InputImage, name: string, call: Call): Promise<string> {
  return toNodeName(await upload('/upload/image', input, name, [], call))
}

/** Adds a mask (transparent = repaint) to an uploaded image, for workflows whose only image carries both. */
export async function uploadWithMask(input: InputImage, mask: InputImage, name: string, call: Call): Promise<string> {
  const { name: filename, subfolder, type } = await upload('/upload/image', input, name, [], call)
  const original = { name: 'original_ref', value: JSON.stringify({ filename, subfolder, type }) }
  return toNodeName(await upload('/upload/mask', mask, `${name}-mask`, [original], call))
}

function upload(
  path: string,
  input: InputImage,
  name: string,
  more: readonly FormPart[],
  call: Call,
): Promise<Uploaded> {
  const { bytes, mime } = input
  const image: FormPart = { name: 'image', bytes, mime, fileName: fileNameOf(name, input) }
  return call.json({ method: 'POST', path, body: { form: [image, ...folder, ...more] } }, uploadedSchema)
}

/** Returns `folder/name [temp]`: a name without a folder type in brackets is looked up among the inputs. */
function toNodeName({ name, subfolder, type }: Uploaded): string {
  const path = subfolder === '' ? name : `${subfolder}/${name}`
  return type === 'input' ? path : `${path} [${type}]`
}
