import type { RawMetadata } from '../read/raw-metadata.ts'
import { parseObject } from './json-object.ts'

/** NovelAI hides an object of all the texts it writes beside the pixels; A1111's kin the one text. */
export function withHiddenText(raw: RawMetadata, hidden: string): RawMetadata {
  const json = parseObject(hidden)
  const named = Object.entries(json ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const isOfTexts = ['Comment', 'Description', 'parameters', 'prompt', 'workflow'].some((name) =>
    named.some(([each]) => each === name),
  )
  return { ...raw, texts: new Map([...raw.texts, ...(isOfTexts ? named : [['parameters', hidden] as const])]) }
}
