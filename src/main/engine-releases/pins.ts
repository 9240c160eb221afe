import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import type { KnownArchive } from './release-page.ts'
import { archiveSchema, type Archive, type Release } from './release.ts'

const pinsSchema = z.record(z.string(), z.record(z.string(), archiveSchema))

/**
 * What an archive was at its first install, as the release's page said then: from then on only this is installed, and the
 * page is not asked again. By tag and by the name in the manifest. One that cannot be read counts as none.
 */
export function openPins(enginesFolder: string) {
  const path = join(enginesFolder, 'pinned.json')
  const read = async () => {
    const text = await readFile(path, 'utf8').catch(() => '{}')
    try {
      return pinsSchema.parse(JSON.parse(text))
    } catch {
      return {}
    }
  }
  return {
    async find({ tag }: Release, { name }: Archive): Promise<Archive | null> {
      return (await read())[tag]?.[name] ?? null
    },
    async keep({ tag }: Release, { name: pattern }: Archive, { name, sizeBytes, sha256 }: KnownArchive): Promise<void> {
      const pins = await read()
      const changed = { ...pins, [tag]: { ...pins[tag], [pattern]: { name, sizeBytes, sha256 } } }
      await writeFileAtomic(path, JSON.stringify(changed, null, 2))
    },
  }
}
