import type { OptionValue } from '../../../shared/domain/model-card.ts'
import type { AdapterInput, InputPicture } from '../core/adapter.ts'
import type { CallBody, FormPart } from '../core/call.ts'
import { fileNameOf } from '../core/encode-picture.ts'

export type Fields = Readonly<Record<string, FieldValue | null>>
type FieldValue = string | number | boolean | object
export type Files = readonly (readonly [name: string, picture: InputPicture])[]

/** JSON from words alone, a form with files. What is null is not sent. */
export function toBody(fields: Fields, files: Files): CallBody {
  const set = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  if (files.length === 0) return { json: Object.fromEntries(set) }
  return { form: [...files.map(toFilePart), ...set.map(toTextPart)] }
}

function toFilePart([name, picture]: Files[number]): FormPart {
  return { name, bytes: picture.bytes, mime: picture.mime, fileName: fileNameOf(name, picture) }
}

/** Objects are written as JSON in a form. */
function toTextPart([name, value]: readonly [string, FieldValue]): FormPart {
  return { name, value: typeof value === 'object' ? JSON.stringify(value) : String(value) }
}

export function oneFile(name: string, picture: InputPicture | null): Files {
  return picture ? [[name, picture]] : []
}

/** The card's own fields, with its defaults: they differ from the service's. */
export function optionsOf({ card, options }: AdapterInput): Readonly<Record<string, OptionValue>> {
  const defaults = card.options.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(defaults), ...options }
}

/** How close to the picture: Atelier's strength the other way round, where 0 leaves it as it was. */
export function imageWeightOf({ strength }: AdapterInput): number {
  return Math.min(100, Math.max(1, Math.round((1 - (strength ?? 0.5)) * 100)))
}

export function resolutionOf({ size }: AdapterInput): string | null {
  return size && `${size.widthPx}x${size.heightPx}`
}
