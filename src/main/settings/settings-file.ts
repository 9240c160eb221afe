import type { Settings } from '../../shared/domain/settings.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { readChanged, readSettings, type ReadResult } from './read-settings.ts'

interface SettingsFile {
  read(): Promise<ReadResult>
  /**
   * What another process has written since, as a change of ours: the command line sets some beside an open window, and
   * neither undoes what the other set. null = nothing.
   */
  readOthers(): Promise<((ours: Settings) => Settings) | null>
  write(settings: Settings): Promise<void>
}

export function createSettingsFile(path: string): SettingsFile {
  /** As the file was last read or written here. */
  let known: Pick<ReadResult, 'settings' | 'text'> | null = null
  return {
    async read() {
      const found = await readSettings(path)
      known = found
      return found
    },
    async readOthers() {
      if (known === null) return null
      const { settings: before, text } = known
      const theirs = await readChanged(path, text)
      return theirs && ((ours) => mergeFields({ before, ours, theirs }))
    },
    async write(settings) {
      const text = `${JSON.stringify(settings, null, 2)}\n`
      await writeFileAtomic(path, text)
      known = { settings, text }
    },
  }
}

/** Theirs where we have changed nothing. */
function mergeFields({ before, ours, theirs }: Readonly<Record<'before' | 'ours' | 'theirs', Settings>>): Settings {
  const isOurs = (field: keyof Settings) => JSON.stringify(ours[field]) !== JSON.stringify(before[field])
  const changed = (Object.keys(ours) as (keyof Settings)[]).filter(isOurs)
  return { ...theirs, ...Object.fromEntries(changed.map((field) => [field, ours[field]])) }
}
