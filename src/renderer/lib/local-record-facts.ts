import type { LocalRecord, UsedFile } from '../../shared/domain/local-record.ts'
import { savingWords } from '../../shared/domain/saving-words.ts'

export interface LocalFact {
  readonly name: string
  readonly value: string
  /** All of it, where the value is short of it. */
  readonly whole?: string
}

/** As many digits of a hash as people compare: Civitai and A1111 show as many. */
const shownDigits = 10

const fileNames: Readonly<Partial<Record<UsedFile['part'], string>>> = {
  lora: 'LoRA file',
  controlNet: 'ControlNet file',
}

/** What an image was drawn with on this computer, in names and values. */
export function localRecordFacts({ engine, device, saving, files }: LocalRecord): readonly LocalFact[] {
  const saved = saving === null ? [] : savingWords(saving)
  return [
    { name: 'Engine', value: ['stable-diffusion.cpp', engine.version, engine.commit].filter(Boolean).join(' ') },
    ...(device === null ? [] : [{ name: 'Device', value: device }]),
    ...(saved.length === 0 ? [] : [{ name: 'Memory', value: `saved: ${saved.join(', ')}` }]),
    ...files.map(({ part, name, sha256 }) => ({
      name: fileNames[part] ?? 'File',
      value: `${name} · sha256 ${sha256.slice(0, shownDigits)}`,
      whole: `${name}\nsha256 ${sha256}`,
    })),
  ]
}
