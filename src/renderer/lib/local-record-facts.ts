import type { LocalRecord, UsedFile } from '../../shared/domain/local-record.ts'
import * as messages from '../../shared/messages/en/generation-info.ts'
import { describeSavings } from '../../shared/domain/memory-savings.ts'

export interface LocalFact {
  readonly name: string
  readonly value: string
  /** All of it, where the value is short of it. */
  readonly whole?: string
}

/** As many digits of a hash as people compare: Civitai and A1111 show as many. */
const shownDigits = 10

const fileNames: Readonly<Partial<Record<UsedFile['part'], string>>> = {
  lora: messages.loraFile,
  controlNet: messages.controlNetFile,
}

/** What an image was drawn with on this computer, in names and values. */
export function localRecordFacts({ engine, device, saving, files }: LocalRecord): readonly LocalFact[] {
  const saved = saving === null ? [] : describeSavings(saving)
  return [
    { name: messages.engine, value: ['stable-diffusion.cpp', engine.version, engine.commit].filter(Boolean).join(' ') },
    ...(device === null ? [] : [{ name: messages.device, value: device }]),
    ...(saved.length === 0
      ? []
      : [{ name: messages.memory, value: messages.memorySaved({ measures: saved.join(', ') }) }]),
    ...files.map(({ part, name, sha256 }) => ({
      name: fileNames[part] ?? messages.file,
      value: `${name} · sha256 ${sha256.slice(0, shownDigits)}`,
      whole: `${name}\nsha256 ${sha256}`,
    })),
  ]
}
