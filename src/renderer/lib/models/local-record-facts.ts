import { engineLabel, type LocalRecord, type UsedFile, describeSavings } from '../../../shared/domain/local-record.ts'
import * as messages from '../../../shared/messages/en/generation-settings.ts'
import { joinList } from '../../../shared/messages/formats.ts'

export interface LocalFact {
  readonly name: string
  readonly value: string
  /** The full value where `value` is abbreviated. */
  readonly whole?: string
}

/** Digits of a hash that people compare: the same number as on Civitai and in A1111. */
const shownDigits = 10

const fileNames: Readonly<Partial<Record<UsedFile['part'], string>>> = {
  lora: messages.loraFile,
  controlNet: messages.controlNetFile,
}

/** Returns what an image was generated with on this computer, as names and values. */
export function localRecordFacts({ engine, device, saving, files }: LocalRecord): readonly LocalFact[] {
  const saved = saving === null ? [] : describeSavings(saving)
  return [
    { name: messages.engine, value: engineLabel(engine) },
    ...(device === null ? [] : [{ name: messages.device, value: device }]),
    ...(saved.length === 0
      ? []
      : [{ name: messages.memory, value: messages.memorySaved({ measures: joinList(saved) }) }]),
    ...files.map(({ part, name, sha256 }) => ({
      name: fileNames[part] ?? messages.file,
      value: `${name} · sha256 ${sha256.slice(0, shownDigits)}`,
      whole: `${name}\nsha256 ${sha256}`,
    })),
  ]
}
