import type { OptionValue } from '../../../shared/domain/model-card.ts'
import type { AdapterInput, InputImage } from '../core/adapter.ts'
import type { CallBody, FormPart } from '../core/call.ts'
import { fileNameOf } from '../core/encode-image.ts'

export type Fields = Readonly<Record<string, FieldValue | null>>
type FieldValue = string | number | boolean | object
export type Files = readonly (readonly [name: string, picture: InputImage])[]

/** JSON for text alone, a form with files. null is not sent. */
export function toBody(fields: Fields, files: Files): CallBody {
  const set = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  if (files.length === 0) return { json: Object.fromEntries(set) }
  return { form: [...files.map(toFilePart), ...set.map(toTextPart)] }
}

function toFilePart([name, image]: Files[number]): FormPart {
  return { name, bytes: image.bytes, mime: image.mime, fileName: fileNameOf(name, image) }
}

/** Objects are sent as JSON in a form. */
function toTextPart([name, value]: readonly [string, FieldValue]): FormPart {
  return { name, value: typeof value === 'object' ? JSON.stringify(value) : String(value) }
}

export function oneFile(name: string, image: InputImage | null): Files {
  return image ? [[name, image]] : []
}

/** Returns the card's own fields, with its defaults: they differ from the service's. */
export function optionsOf({ card, options }: AdapterInput): Readonly<Record<string, OptionValue>> {
  const defaults = card.options.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(defaults), ...options }
}

/** Returns how close to stay to the image: Atelier's strength inverted, where 0 leaves the image unchanged. */
export function imageWeightOf({ strength }: AdapterInput): number {
  return Math.min(100, Math.max(1, Math.round((1 - (strength ?? 0.5)) * 100)))
}

export function resolutionOf({ size }: AdapterInput): string | null {
  return size && `${size.widthPx}x${size.heightPx}`
}
