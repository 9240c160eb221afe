import type { ImageSource } from '../source/image-source.ts'
import { readerInput, type ReaderInput } from './dialects/dialect-reader.ts'
import { asObject, textOf, valueOf } from './dialects/json-object.ts'
import { readA1111 } from './dialects/read-a1111.ts'
import { graphsInTags } from './dialects/read-comfyui.ts'
import type { PngText } from './png-text.ts'
import { readRawMetadata } from './read/read-raw-metadata.ts'
import { readXmpProperties } from './read/xmp-properties.ts'

/** What another program wrote into an image to open it again: kept as it is, since only that program knows all of it. */
export interface ProgramTexts {
  /** By the keywords of a PNG. */
  readonly texts: readonly PngText[]
  /** A1111's text; null = there is none, or it is Atelier's. */
  readonly infotext: string | null
}

export const noProgramTexts: ProgramTexts = { texts: [], infotext: null }

/** ComfyUI reads its graphs from anywhere, but writes other formats than PNG so (`exifGraphs`). */
export const graphKeywords = ['prompt', 'workflow'] as const

/**
 * ComfyUI and the services that run it, then InvokeAI 3 and later, 2, 1. Programs whose settings are in A1111's keyword
 * `parameters` are not here: an export has Atelier's there, which they read as well.
 */
const keywords = [...graphKeywords, 'extraMetadata', 'generation_data'].concat([
  'invokeai_metadata',
  'invokeai_graph',
  'invokeai_workflow',
  'sd-metadata',
  'Dream',
])

/** Returns none if the file is missing or broken: nothing of it can be kept, and the export continues. */
export async function readProgramTexts(source: ImageSource): Promise<ProgramTexts> {
  const raw = await readRawMetadata(source).catch(() => null)
  if (raw === null) return noProgramTexts
  const input = readerInput(raw, { xmp: readXmpProperties(raw.xmp ?? ''), photo: [], hidden: null })
  const graphs = new Map([...graphsInJson(input), ...graphsInTags(input.tags), ...input.texts])
  const texts = keywords.flatMap((keyword) => {
    const text = graphs.get(keyword)
    return text === undefined ? [] : [{ keyword, text }]
  })
  const foreign = readA1111(input)
  const isForeign = foreign !== null && foreign.dialect !== 'atelier' && foreign.dialect !== 'comfyui'
  return { texts, infotext: isForeign && texts.length === 0 ? input.infotext : null }
}

/** Some savers put one object with both graphs where A1111 has its text; Civitai puts the graph itself there. */
function graphsInJson({ json, main }: ReaderInput): Map<string, string> {
  if (json === null || main === null) return new Map()
  if (Object.values(json).some((node) => textOf(asObject(node), 'class_type') !== null)) {
    return new Map([['prompt', main]])
  }
  return new Map(
    graphKeywords.flatMap((keyword) => {
      const text = asObject(valueOf(json, keyword)) === null ? null : writeMember(main, keyword)
      return text === null ? [] : [[keyword, text] as const]
    }),
  )
}

/** With all digits of its numbers: a 64-bit seed would be rounded. null = it is nested too deeply to be written. */
function writeMember(json: string, key: string): string | null {
  const { rawJSON } = JSON as typeof JSON & { rawJSON(digits: string): unknown }
  try {
    const exact: unknown = JSON.parse(json, (_key, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value,
    )
    return JSON.stringify(valueOf(asObject(exact), key))
  } catch {
    return null
  }
}

/**
 * ComfyUI's graphs as it writes them into formats without named texts: in tags meant for a camera, by their names, with
 * nothing but ASCII, as the tags demand.
 */
export function exifGraphs(texts: readonly PngText[]): { readonly make: string | null; readonly model: string | null } {
  const written = (keyword: (typeof graphKeywords)[number]) => {
    const found = texts.find((each) => each.keyword === keyword)
    return found === undefined ? null : `${keyword}:${found.text.replace(/[^\0-\x7f]/g, escaped)}`
  }
  return { make: written('workflow'), model: written('prompt') }
}

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
