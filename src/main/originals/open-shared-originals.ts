import { randomUUID } from 'node:crypto'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { OriginalsMember } from '../../shared/domain/shared-originals.ts'
import { AppError } from '../../shared/errors/index.ts'
import { parseJson } from '../../shared/util/parse-json.ts'
import { createFolderGate } from '../platform/folder-gate.ts'
import { accountName, readMemberId } from '../platform/library-member.ts'
import { createWithTemporary, writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { readUntrusted } from '../platform/pure/untrusted-file.ts'
import { beginOriginals, openOriginalFiles, originalsRoot, unreachable } from './open-original-files.ts'
import { createOriginalsFolder, originalPlace } from './originals-folder.ts'
import type { SharedOriginals } from './shared-originals.ts'

interface SharedOriginalsOptions {
  readonly folder: () => string | null
  /** The library's home. */
  readonly root: string
  readonly timeoutMs?: number
}

/** Of files that other members write. */
const smallBytesMax = 10_000
const shownSchema = z.string().transform((text) => text.slice(0, 200))
const memberSchema = z.object({ name: shownSchema, computer: shownSchema })
const membersShown = 500

const membersOf = (folder: string): string => join(originalsRoot(folder), 'members')

/** Shared originals in real folders. Reads nothing until it is used. */
export function openSharedOriginals(options: SharedOriginalsOptions): SharedOriginals {
  const { folder, root } = options
  const gate = createFolderGate({ unreachable, timeoutMs: options.timeoutMs })
  let id: Promise<string> | null = null
  const memberId = () => (id ??= readMemberId(root))

  async function readMember(shared: string, member: string): Promise<OriginalsMember> {
    const path = join(membersOf(shared), member, 'member.json')
    const { name, computer } = parseMember(await readUntrusted(path, smallBytesMax).catch(() => null))
    return { name, computer, isSelf: member === (await memberId()) }
  }

  return {
    folder,
    open: async (shared, former) => {
      const member = former ?? (await memberId())
      return createOriginalsFolder(openOriginalFiles({ folder: shared, member, gate }), member)
    },
    pathOf: (shared, original) => join(originalsRoot(shared), ...originalPlace(original).split('/')),
    hasBegun: (shared) =>
      gate.within(shared, () =>
        stat(originalsRoot(shared)).then(
          () => true,
          () => false,
        ),
      ),
    begin: (shared) => beginOriginals(shared, gate),
    enroll: (shared) =>
      gate.within(shared, async () => {
        await stat(originalsRoot(shared))
        const own = join(membersOf(shared), await memberId())
        await createFolder(own)
        const self = { name: accountName(), computer: hostname() }
        await writeFileAtomic(join(own, 'member.json'), `${JSON.stringify(self)}\n`)
      }),
    identify: (shared) =>
      gate.within(shared, async () => {
        const path = join(originalsRoot(shared), 'folder-id')
        await stat(originalsRoot(shared))
        await createWithTemporary(path, (temporaryPath) => writeFile(temporaryPath, randomUUID())).catch(
          (thrown: unknown) => {
            if (!(thrown instanceof AppError && thrown.code === 'storage/exists')) throw thrown
          },
        )
        return new TextDecoder().decode((await readUntrusted(path, smallBytesMax)) ?? undefined)
      }),
    members: (shared) =>
      gate.within(shared, async () => {
        await stat(originalsRoot(shared))
        const names = await readdir(membersOf(shared)).catch(() => [])
        const members = names.filter((name) => !name.startsWith('.')).slice(0, membersShown)
        return Promise.all(members.map((name) => readMember(shared, name)))
      }),
  }
}

function parseMember(bytes: Uint8Array | null): z.output<typeof memberSchema> {
  const parsed = memberSchema.safeParse(parseJson(new TextDecoder().decode(bytes ?? undefined)))
  return parsed.data ?? { name: '?', computer: '?' }
}
