import { randomUUID } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { OriginalsMember } from '../../shared/domain/shared-originals.ts'
import { AppError } from '../../shared/errors/index.ts'
import { createFolderGate } from '../platform/folder-gate.ts'
import { accountName, readMemberId } from '../platform/library-member.ts'
import { createWithTemporary, writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { beginOriginals, openOriginalFiles, originalsRoot, unreachable } from './open-original-files.ts'
import { createOriginalsFolder, originalPlace } from './originals-folder.ts'
import type { SharedOriginals } from './shared-originals.ts'

interface SharedOriginalsOptions {
  readonly folder: () => string | null
  /** Name shown to the other members; null = the name of the account on this computer. */
  readonly memberName: () => string | null
  /** The library's home. */
  readonly root: string
  readonly timeoutMs?: number
}

const memberSchema = z.object({ name: z.string(), computer: z.string() })

const membersOf = (folder: string): string => join(originalsRoot(folder), 'members')

/** Shared originals in real folders. Reads nothing until it is used. */
export function openSharedOriginals(options: SharedOriginalsOptions): SharedOriginals {
  const { folder, root, memberName } = options
  const gate = createFolderGate({ unreachable, timeoutMs: options.timeoutMs })
  let id: Promise<string> | null = null
  const memberId = () => (id ??= readMemberId(root))

  async function readMember(shared: string, member: string): Promise<OriginalsMember> {
    const text = await readFile(join(membersOf(shared), member, 'member.json'), 'utf8').catch(() => '{}')
    const { name, computer } = parseMember(text)
    return { name, computer, isSelf: member === (await memberId()) }
  }

  return {
    folder,
    open: async (shared) => {
      const member = await memberId()
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
        const self = { name: memberName() ?? accountName(), computer: hostname() }
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
        return readFile(path, 'utf8')
      }),
    members: (shared) =>
      gate.within(shared, async () => {
        await stat(originalsRoot(shared))
        const names = await readdir(membersOf(shared)).catch(() => [])
        return Promise.all(names.filter((name) => !name.startsWith('.')).map((name) => readMember(shared, name)))
      }),
  }
}

function parseMember(text: string): z.output<typeof memberSchema> {
  try {
    return memberSchema.parse(JSON.parse(text))
  } catch {
    return { name: '?', computer: '?' }
  }
}
